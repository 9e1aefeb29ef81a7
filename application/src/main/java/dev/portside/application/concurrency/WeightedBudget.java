package dev.portside.application.concurrency;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Bounds the memory that is worked with at the same time. A few threads are not bound enough: one image takes a
 * thousand times as much as another. An eighth is set aside for light work, and a quarter more for what is at most medium, so that
 * neither waits for what takes seconds. Safe for use by many threads.
 */
public final class WeightedBudget {

    /** Semaphores count with an int; two terabytes of these are enough. */
    private static final int UNIT = 1024;

    /** Of the budget, for light work alone. */
    private static final int LIGHT_SHARE = 8;

    /** Of the budget, for medium work, and light work beside it. */
    private static final int MEDIUM_SHARE = 4;

    /** By class, how much work of that class and all dearer ones may take together. */
    private final Map<Cost, Integer> most = new EnumMap<>(Cost.class);

    private final Map<Cost, Semaphore> free = new EnumMap<>(Cost.class);

    /**
     * Creates a budget of which nothing is taken.
     *
     * @param bytes at least 1
     */
    public WeightedBudget(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes must be at least 1, but was " + bytes);
        }
        int all = units(bytes, Integer.MAX_VALUE);
        most.put(Cost.LIGHT, all);
        most.put(Cost.MEDIUM, Math.max(1, all - all / LIGHT_SHARE));
        most.put(Cost.HEAVY, Math.max(1, all - all / LIGHT_SHARE - all / MEDIUM_SHARE));
        // In order, so that what needs much is not passed by for ever.
        most.forEach((cost, units) -> free.put(cost, new Semaphore(units, true)));
    }

    /** Returns the class that work belongs to by the memory it needs: what needs more than is set aside for a class is none of it. */
    public Cost costOf(long bytes) {
        int units = units(bytes, Integer.MAX_VALUE);
        int all = most(Cost.LIGHT);
        return units <= all / LIGHT_SHARE ? Cost.LIGHT : units <= all / MEDIUM_SHARE ? Cost.MEDIUM : Cost.HEAVY;
    }

    /** As {@link #within(Cost, long, Supplier)} for heavy work. */
    public <T> T within(long bytes, Supplier<T> work) {
        return within(Cost.HEAVY, bytes, work);
    }

    /**
     * Does the work as soon as there is as much to be had. What needs more than there is for its class waits for all of that, and
     * then is alone in its class.
     *
     * @throws Fault TIMEOUT when this thread is interrupted while it waits
     */
    public <T> T within(Cost cost, long bytes, Supplier<T> work) {
        // From the dearest class to the cheapest: what waits for a cheaper one is within the share of its own already,
        // and so
        // waits for cheaper work only.
        int units = units(bytes, most(cost));
        return switch (cost) {
            case LIGHT -> holding(Cost.LIGHT, units, work);
            case MEDIUM -> holding(Cost.MEDIUM, units, () -> holding(Cost.LIGHT, units, work));
            case HEAVY ->
                holding(Cost.HEAVY, units, () -> holding(Cost.MEDIUM, units, () -> holding(Cost.LIGHT, units, work)));
        };
    }

    private <T> T holding(Cost share, int permits, Supplier<T> work) {
        Semaphore of = semaphore(share);
        try {
            of.acquire(permits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while an image waited for memory", e);
        }
        try {
            return work.get();
        } finally {
            of.release(permits);
        }
    }

    /**
     * As {@link #within(Cost, long, Supplier)}, for a thread that must not wait for others.
     *
     * @throws Fault OVERLOADED when there is not as much to be had at once
     */
    public <T> T withinAtOnce(Cost cost, long bytes, Supplier<T> work) {
        int units = units(bytes, most(cost));
        List<Semaphore> held = new ArrayList<>();
        try {
            // Classes go from the cheapest to the dearest; the order does not matter where no caller waits.
            for (Cost share : Cost.values()) {
                if (share.compareTo(cost) <= 0) {
                    Semaphore of = semaphore(share);
                    if (!of.tryAcquire(units)) {
                        throw new Fault(
                                Category.OVERLOADED,
                                "All memory for images is in use, and who is in a transaction does not wait for it:"
                                        + " try again after the transaction, or outside of it");
                    }
                    held.add(of);
                }
            }
            return work.get();
        } finally {
            held.forEach(of -> of.release(units));
        }
    }

    /** Returns the bytes that are free at the moment. */
    public long freeBytes() {
        return (long) semaphore(Cost.LIGHT).availablePermits() * UNIT;
    }

    private int most(Cost cost) {
        return most.getOrDefault(cost, 1);
    }

    private Semaphore semaphore(Cost cost) {
        Semaphore semaphore = free.get(cost);
        if (semaphore == null) {
            throw new IllegalStateException("Every class has a share, but " + cost + " has none");
        }
        return semaphore;
    }

    private static int units(long bytes, int most) {
        return Math.clamp(Math.ceilDiv(bytes, UNIT), 1, most);
    }
}
