package dev.portside.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that the bodies of all requests take together. A limit per body is not enough: a thousand clients that
 * each send most of a body and then wait would fill the heap.
 */
final class BodyMemory {

    /** A body is gathered in pieces and then put together: for a moment it is there twice. */
    private static final int GATHERED = 2;

    /** The worst JSON, an array of short strings, takes some fifteen times the memory of its text once it is read. */
    private static final int PARSED = 16;

    private static final int UNIT_BYTES = 1_024;

    private final long maxGathering;
    private final AtomicLong gathering = new AtomicLong();
    private final int maxWorking;
    private final Semaphore forWork;
    private final Duration patience;

    /**
     * Divides the memory: a third for bodies that are on their way, the rest for those that are worked on.
     *
     * @param patience how long a body that is there waits until it may be worked on
     */
    BodyMemory(long bytes, Duration patience) {
        this.maxGathering = bytes / 3;
        this.maxWorking = Math.toIntExact(Math.max(1, (bytes - maxGathering) / UNIT_BYTES));
        this.forWork = new Semaphore(maxWorking, true);
        this.patience = patience;
    }

    Lease lease() {
        return new Lease();
    }

    /** What one request has of it, until it is closed. For one thread. */
    final class Lease implements AutoCloseable {

        private long gathered;
        private int working;

        private Lease() {}

        /** Takes memory for more of a body on its way; a {@link Refusal} with 503 when there is none, and no waiting. */
        void gather(long bytes) {
            long more = bytes * GATHERED;
            if (gathering.addAndGet(more) > maxGathering) {
                gathering.addAndGet(-more);
                throw full();
            }
            gathered += more;
        }

        /**
         * Takes the memory that work on a whole body may need, after a while if need be, and gives back what it took on its
         * way; a {@link Refusal} with 503 when it takes long.
         *
         * @param parsed whether it is read into objects, and not worked on as it came
         */
        void awaitWork(long bytes, boolean parsed) {
            int units = (int) Math.min(maxWorking, 1 + bytes * (parsed ? PARSED : 1) / UNIT_BYTES);
            try {
                if (!forWork.tryAcquire(units, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw full();
                }
                working += units;
                gathering.addAndGet(-gathered);
                gathered = 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw full();
            }
        }

        @Override
        public void close() {
            if (gathered > 0) {
                gathering.addAndGet(-gathered);
            }
            if (working > 0) {
                forWork.release(working);
            }
        }
    }

    private static Refusal full() {
        return Problem.of(503, "overloaded", "too many large bodies are on their way; try again in a second")
                .with("Retry-After", "1")
                .with("Connection", "close")
                .refusal();
    }
}
