package dev.portside.http.body;

import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the memory that large answers take together, from when they are made until they are sent. What a route makes of what
 * is stored may be large, and a client that reads slowly keeps it for long. Safe for use by many threads.
 */
public final class ResponseBudget {

    /** Answers of less are as small as the request, its thread and its buffers, which are bounded with the requests. */
    public static final int SMALL_BYTES = 64 * 1_024;

    private static final int UNIT_BYTES = 1_024;

    /** The estimate of an answer's size is above its real size: a high estimate must not keep others from theirs. */
    private static final int GUESSES_AT_LEAST = 8;

    /** A large answer is to be taken within this time, or holds up others for too long. */
    private static final Duration SENT_WITHIN = Duration.ofMinutes(1);

    private final int units;
    private final Semaphore free;
    private final Duration patience;
    private final int minRate;

    /**
     * Creates a budget of which nothing is held yet.
     *
     * @param patience how long an answer waits for memory before its request is refused, unless its own time ends before
     * @param minRate bytes a second that an answer must be taken at
     */
    public ResponseBudget(long bytes, Duration patience, int minRate) {
        this.units = Math.toIntExact(Math.max(1, bytes / UNIT_BYTES));
        // In order, so that what needs much is not passed by for ever.
        this.free = new Semaphore(units, true);
        this.patience = patience;
        this.minRate = minRate;
    }

    /**
     * Returns a lease that holds nothing yet.
     *
     * @param end of the request's deadline, in {@link System#nanoTime()}
     */
    public Lease lease(long end) {
        return new Lease(end);
    }

    /** Returns the bytes that no answer holds at the moment. */
    public long freeBytes() {
        return (long) free.availablePermits() * UNIT_BYTES;
    }

    /** Share of one answer in the budget. Closed by one thread, which may be another than the one that made it. */
    public final class Lease implements AutoCloseable {

        private final AtomicInteger held = new AtomicInteger();

        private final long end;

        private Lease(long end) {
            this.end = end;
        }

        /**
         * Takes the memory that an answer may need while it is made, after a while if need be; a {@link ProblemException} with 503 when
         * there is none. What is small takes nothing, and nothing takes more than an eighth.
         */
        public void reserve(long bytes) {
            if (bytes >= SMALL_BYTES) {
                take(Math.min(bytes, (long) units * UNIT_BYTES / GUESSES_AT_LEAST));
            }
        }

        private void take(long bytes) {
            int wanted = units(bytes) - held.get();
            if (wanted > 0) {
                acquire(wanted, Math.min(patience.toNanos(), end - System.nanoTime()));
                held.addAndGet(wanted);
            }
        }

        /**
         * Keeps what the finished answer takes, and gives back the rest; a {@link ProblemException} with 503 when there is no memory for
         * it. What takes more than there is waits for all of it.
         *
         * @return whether it keeps anything, which small answers do not
         */
        public boolean keep(long bytes) {
            if (bytes < SMALL_BYTES) {
                close();
                return false;
            }
            take(bytes);
            int kept = units(bytes);
            free.release(held.getAndSet(kept) - kept);
            return true;
        }

        /** Sends the answer that this has memory for, and gives it back. */
        public void send(byte[] bytes, OutputStream out) throws IOException {
            try {
                long rate = Math.max(minRate, bytes.length / SENT_WITHIN.toSeconds());
                MeteredOutputStream metered = new MeteredOutputStream(out, (int) rate);
                // In pieces, between which is looked at how fast they are taken.
                for (int from = 0; from < bytes.length; from += SMALL_BYTES) {
                    metered.write(bytes, from, Math.min(SMALL_BYTES, bytes.length - from));
                }
            } finally {
                close();
            }
        }

        /** Gives back all of it; once is enough. */
        @Override
        public void close() {
            free.release(held.getAndSet(0));
        }
    }

    private int units(long bytes) {
        return (int) Math.min(units, Math.ceilDiv(bytes, UNIT_BYTES));
    }

    private void acquire(int wanted, long nanos) {
        try {
            if (!free.tryAcquire(wanted, Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
                throw full();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw full();
        }
    }

    private static ProblemException full() {
        return Problem.of(
                        503,
                        "overloaded",
                        "too many large answers are on their way; try again in a second, or ask for less at once")
                .with("Retry-After", "1")
                .exception();
    }
}
