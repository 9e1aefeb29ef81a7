package dev.portside.bench.load;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/** Latencies in milliseconds: median, P99, P99.9 and maximum. */
public record Latency(double p50, double p99, double p999, double max) {

    /** Latency of answers that were not timed. */
    public static final Latency UNKNOWN = new Latency(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private static final double MICROS_PER_MILLI = 1_000;

    /** Of a histogram of microseconds; {@link #UNKNOWN} when there is nothing in it. */
    static Latency ofMicros(Histogram micros) {
        if (micros.getTotalCount() == 0) {
            return UNKNOWN;
        }
        return ofMicros(
                micros.getValueAtPercentile(50),
                micros.getValueAtPercentile(99),
                micros.getValueAtPercentile(99.9),
                micros.getMaxValue());
    }

    static Latency ofMicros(long p50, long p99, long p999, long max) {
        return new Latency(
                p50 / MICROS_PER_MILLI, p99 / MICROS_PER_MILLI, p999 / MICROS_PER_MILLI, max / MICROS_PER_MILLI);
    }

    /** Of single times; {@link #UNKNOWN} when there are none. */
    static Latency ofMicros(long[] times) {
        if (times.length == 0) {
            return UNKNOWN;
        }
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return ofMicros(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 0.999), sorted[sorted.length - 1]);
    }

    /** The smallest time that this share of all times does not exceed (nearest rank). */
    private static long at(long[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(rank, 1) - 1];
    }
}
