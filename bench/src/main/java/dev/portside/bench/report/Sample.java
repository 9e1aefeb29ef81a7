package dev.portside.bench.report;

import dev.portside.bench.load.Latency;

/**
 * Result of one measurement. Values that were not measured are NaN.
 *
 * @param configuration the server's short name
 * @param mode how it was loaded
 * @param workload the key of what was asked for
 * @param rate requests a second that were sent; NaN when as many as it could answer
 * @param errors requests without an answer, and answers that were not of the 2xx class
 * @param serverMicros CPU time of the server, and of Redis where it uses one, for each answer, in microseconds
 * @param databaseMicros CPU time of PostgreSQL for each answer, in microseconds
 * @param residentBytes the server's memory at the end
 * @param peakBytes the most memory that the server had so far
 * @param quiet whether nothing else was going on when it began
 */
public record Sample(
        String configuration,
        Mode mode,
        String workload,
        int connections,
        int round,
        double rate,
        long answered,
        double perSecond,
        long errors,
        Latency latency,
        double serverMicros,
        double databaseMicros,
        double residentBytes,
        double peakBytes,
        boolean quiet) {

    /** Schedule of requests. */
    public enum Mode {
        /** Each connection sends its next request when it has its answer. */
        CLOSED,
        /** At a fixed rate, whatever the answers do. */
        OPEN
    }
}
