package dev.portside.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyTest {

    @Test
    void percentiles_are_of_the_nearest_rank() {
        long[] times = LongStream.rangeClosed(1, 1_000).map(i -> 1_001 - i).toArray();
        assertEquals(new Latency(0.5, 0.99, 0.999, 1), Latency.ofMicros(times));
    }

    @Test
    void of_nothing_nothing_is_known() {
        assertEquals(Latency.UNKNOWN, Latency.ofMicros(new long[0]));
        assertEquals(Latency.UNKNOWN, Latency.ofMicros(new Histogram(3)));
    }
}
