package dev.portside.testkit.fault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Condition of a link at the moment; all threads that wait for a change see it at once. */
final class LinkCondition {

    enum State {
        FAIR,
        SLOW,
        SILENT,
        CUTTING
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.FAIR;
    private Duration latency = Duration.ZERO;

    void become(State next, Duration late) {
        lock.lock();
        try {
            state = next;
            latency = late;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Holds the thread back as long as nothing gets through. */
    void awaitVoice() throws InterruptedException {
        lock.lock();
        try {
            while (state == State.SILENT) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Holds what the server said back for as long as it is late; returns whether the connection breaks in the middle of it. */
    boolean delayAndCut() throws InterruptedException {
        lock.lock();
        try {
            long arrived = System.nanoTime();
            while (state == State.SILENT || (state == State.SLOW && lateBy(arrived) > 0)) {
                if (state == State.SILENT) {
                    changed.await();
                } else {
                    var unused = changed.await(lateBy(arrived), TimeUnit.NANOSECONDS);
                }
            }
            return state == State.CUTTING;
        } finally {
            lock.unlock();
        }
    }

    private long lateBy(long arrived) {
        return arrived + latency.toNanos() - System.nanoTime();
    }
}
