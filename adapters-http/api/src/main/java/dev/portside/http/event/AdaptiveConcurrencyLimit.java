package dev.portside.http.event;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limit on how many large requests are worked on at once. A few are, in the order of their arrival. Some more begin when none
 * has begun for a while, because those before may wait for something that the others need not wait for. Safe for use by many
 * threads.
 */
final class AdaptiveConcurrencyLimit {

    /**
     * Bounds of the limit.
     *
     * @param atOnce at the same time, at least 1
     * @param patience after which one more begins
     * @param most at the same time all the same, at least {@code atOnce}
     * @param waiting for their turn; more are refused
     */
    record Limits(int atOnce, Duration patience, int most, int waiting) {}

    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Condition> waiting = new ArrayDeque<>();
    private int busy;

    /** When one last began, in {@link System#nanoTime}. */
    private long begun;

    AdaptiveConcurrencyLimit(Limits limits) {
        this.limits = limits;
    }

    /**
     * Returns when it is this thread's turn, which ends with {@link #end}.
     *
     * @throws Fault OVERLOADED when too many wait already, TIMEOUT when this thread is interrupted; it has no turn then
     */
    void begin() {
        lock.lock();
        try {
            if (!waiting.isEmpty() || !isFree()) {
                await();
            }
            busy++;
            begun = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            busy--;
            wakeFirst();
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void await() {
        if (waiting.size() >= limits.waiting()) {
            throw new Fault(Category.OVERLOADED, waiting.size() + " large requests wait for their turn already");
        }
        Condition mine = lock.newCondition();
        waiting.add(mine);
        try {
            while (!mine.equals(waiting.peek()) || !isFree()) {
                // A request that is not the first is woken when it becomes the first.
                long left = begun + limits.patience().toNanos() - System.nanoTime();
                if (mine.equals(waiting.peek()) && busy < limits.most()) {
                    var unused = mine.awaitNanos(left);
                } else {
                    mine.await();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while a large request waited for its turn", e);
        } finally {
            waiting.remove(mine);
            wakeFirst();
        }
    }

    private void wakeFirst() {
        Condition first = waiting.peek();
        if (first != null) {
            first.signal();
        }
    }

    private boolean isFree() {
        return busy < limits.atOnce()
                || (busy < limits.most()
                        && System.nanoTime() - begun >= limits.patience().toNanos());
    }
}
