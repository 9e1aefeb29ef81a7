package dev.portside.http.pipeline;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how much is worked on at the same time. What comes on top waits in the order of arrival; what would wait behind
 * too many others is shed at once, so that the server stays fast for those it does serve.
 */
final class Admission {

    private final Semaphore places;
    private final AtomicInteger queued = new AtomicInteger();
    private final int maxQueued;
    private final Duration patience;

    /** A place is waited for as long as the patience lasts. */
    Admission(int maxConcurrent, int maxQueued, Duration patience) {
        this.places = new Semaphore(maxConcurrent, true);
        this.maxQueued = maxQueued;
        this.patience = patience;
    }

    /** Takes a place, to be given back by {@link #leave}; a {@link ProblemException} with 503 when there is none to be had. */
    void enter() {
        try {
            // Without a time it would go before those who wait already.
            if (!places.tryAcquire(0, TimeUnit.NANOSECONDS) && !queue()) {
                throw overloaded();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while a request waited for its turn", e);
        }
    }

    private boolean queue() throws InterruptedException {
        try {
            return queued.incrementAndGet() <= maxQueued && places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            queued.decrementAndGet();
        }
    }

    void leave() {
        places.release();
    }

    private static ProblemException overloaded() {
        return Problem.of(503, "overloaded", "the server has more to do than it can; try again in a second")
                .with("Retry-After", "1")
                .exception();
    }
}
