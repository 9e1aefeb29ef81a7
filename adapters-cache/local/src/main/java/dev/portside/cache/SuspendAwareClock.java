package dev.portside.cache;

import java.util.function.LongSupplier;

/**
 * Time that has passed, in nanoseconds from an arbitrary origin, that in which the machine was suspended included.
 *
 * <p>{@link System#nanoTime} stands still while a laptop sleeps or a virtual machine is moved (on Linux it is
 * {@code CLOCK_MONOTONIC}), so a cache that counts with it alone serves entries that are hours old. The wall clock goes on, or is set right
 * afterwards; it may also be set back. So this counts with the first, and adds what the second has leapt ahead of it: a wall
 * clock that is set forward makes entries expire early, which is never wrong. Safe for use by many threads.
 */
final class SuspendAwareClock implements LongSupplier {

    /** Above what two clocks of one machine differ by that are read one after the other, even on a busy machine. */
    private static final long LEAP_NANOS = 1_000_000_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongSupplier nanoTime;
    private final LongSupplier wallMillis;

    /** What has been added for leaps so far. */
    private volatile long added;

    /** How far the wall clock was ahead of the other one when that was last looked at, in nanoseconds. */
    private volatile long ahead;

    /** Counts with these, which are {@link System#nanoTime} and {@link System#currentTimeMillis} outside of tests. */
    SuspendAwareClock(LongSupplier nanoTime, LongSupplier wallMillis) {
        this.nanoTime = nanoTime;
        this.wallMillis = wallMillis;
        this.ahead = aheadAt(nanoTime.getAsLong());
    }

    @Override
    public long getAsLong() {
        long now = nanoTime.getAsLong();
        long leap = aheadAt(now) - ahead;
        if (leap > LEAP_NANOS || leap < -LEAP_NANOS) {
            noticeLeap();
        }
        return now + added;
    }

    private synchronized void noticeLeap() {
        long current = aheadAt(nanoTime.getAsLong());
        long leap = current - ahead;
        if (leap > LEAP_NANOS) {
            added += leap;
        }
        // A clock that was set back has not undone any time.
        ahead = current;
    }

    private long aheadAt(long nanos) {
        return wallMillis.getAsLong() * NANOS_PER_MILLI - nanos;
    }
}
