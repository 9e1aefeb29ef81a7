package dev.portside.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how much is worked on at the same time. What comes on top waits in the order of arrival; what would wait behind
 * too many others is shed at once, so that the server stays fast for those it does serve.
 */
final class Admission {

    private final Semaphore places;
    private final int maxQueued;
    private final Duration patience;

    /** @param patience how long to wait for a place */
    Admission(int maxConcurrent, int maxQueued, Duration patience) {
        this.places = new Semaphore(maxConcurrent, true);
        this.maxQueued = maxQueued;
        this.patience = patience;
    }

    /**
     * Takes a place, which must be given back by {@link #leave}.
     *
     * @throws Refusal with 503 when there is none to be had
     */
    void enter() {
        if (places.tryAcquire()) {
            return;
        }
        if (places.getQueueLength() >= maxQueued) {
            throw overloaded();
        }
        try {
            if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw overloaded();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw overloaded();
        }
    }

    void leave() {
        places.release();
    }

    private static Refusal overloaded() {
        return Problem.of(503, "overloaded", "the server has more to do than it can; try again in a second")
                .with("Retry-After", "1")
                .refusal();
    }
}
