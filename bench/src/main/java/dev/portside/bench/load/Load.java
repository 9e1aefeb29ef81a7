package dev.portside.bench.load;

/**
 * Result of a load.
 *
 * @param answered requests that were answered, with whatever status
 * @param seconds that it lasted
 * @param errors requests without an answer, and answers that were not of the 2xx class
 */
public record Load(long answered, double seconds, long errors, Latency latency) {

    public double perSecond() {
        return answered / seconds;
    }
}
