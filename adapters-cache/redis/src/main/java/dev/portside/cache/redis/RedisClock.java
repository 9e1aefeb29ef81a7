package dev.portside.cache.redis;

/**
 * Redis' clock, as known from one answer of it. All ages of shared data are measured with this one clock, so it does
 * not matter how the clocks of the nodes differ.
 *
 * @param millis what Redis said, milliseconds since 1970
 * @param askedAt the {@link System#nanoTime()} before it was asked
 * @param answeredAt the {@link System#nanoTime()} when the answer was there
 */
record RedisClock(long millis, long askedAt, long answeredAt) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** At most the time that it is in Redis at this {@code nanoTime}. */
    long earliest(long nanoTime) {
        return millis + Math.floorDiv(nanoTime - answeredAt, NANOS_PER_MILLI);
    }

    /** At least the time that it is in Redis at this {@code nanoTime}. */
    long latest(long nanoTime) {
        // One more, because Redis counts whole milliseconds.
        return millis + 1 + Math.ceilDiv(nanoTime - askedAt, NANOS_PER_MILLI);
    }
}
