package dev.portside.application.image;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Bounds the memory that is worked with at the same time. A few threads are not bound enough: one picture takes a
 * thousand times as much as another. Safe for use by many threads.
 */
public final class MemoryBudget {

    /** Semaphores count with an int; two terabytes of these are enough. */
    private static final int UNIT = 1024;

    private final int units;
    private final Semaphore free;
    private final Semaphore places;

    /**
     * A budget that nobody has taken of.
     *
     * @param bytes at least 1
     */
    public MemoryBudget(long bytes) {
        this(bytes, Integer.MAX_VALUE);
    }

    /**
     * The same that bounds how many work at the same time as well, however little each needs.
     *
     * @param bytes at least 1
     * @param atOnce at least 1
     */
    public MemoryBudget(long bytes, int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("atOnce must be at least 1, but was " + atOnce);
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes must be at least 1, but was " + bytes);
        }
        this.units = units(bytes, Integer.MAX_VALUE);
        // In order, so that what needs much is not passed by for ever.
        this.free = new Semaphore(units, true);
        this.places = new Semaphore(atOnce, true);
    }

    /**
     * Does the work as soon as there is as much to be had. What needs more than all of it waits for all of it, and then is
     * alone.
     *
     * @throws Fault TIMEOUT when this thread is interrupted while it waits
     */
    public <T> T within(long bytes, Supplier<T> work) {
        // Whoever holds bytes has a place already, so none waits for the other.
        return holding(places, 1, () -> holding(free, units(bytes, units), work));
    }

    private static <T> T holding(Semaphore of, int permits, Supplier<T> work) {
        try {
            of.acquire(permits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while a picture waited for memory", e);
        }
        try {
            return work.get();
        } finally {
            of.release(permits);
        }
    }

    /** What nobody holds at the moment. */
    public long freeBytes() {
        return (long) free.availablePermits() * UNIT;
    }

    private static int units(long bytes, int most) {
        return Math.clamp(Math.ceilDiv(bytes, UNIT), 1, most);
    }
}
