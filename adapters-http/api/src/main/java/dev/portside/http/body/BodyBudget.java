package dev.portside.http.body;

import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory that the bodies of all requests take together. A limit per body is not enough: a thousand clients that
 * each send most of a body and then wait would fill the heap.
 */
public final class BodyBudget {

    /** A body is gathered in pieces and then put together: for a moment it is there twice. */
    private static final int GATHERED = 2;

    /** The worst JSON, an array of short strings, takes some fifteen times the memory of its text once it is read. */
    private static final int PARSED = 16;

    private static final int UNIT_BYTES = 1_024;

    private final BufferPool arrays;
    private final int maxWhole;
    private final Semaphore forWhole;
    private final Semaphore forGathering;
    private final int maxWorking;
    private final Semaphore forWork;
    private final Duration patience;

    /**
     * Divides the memory: an eighth for large bodies that are worked on as they came, which are few at a time, because
     * what they lie in is kept for the next ones; a third for other bodies that are on their way, the rest for those
     * that are worked on.
     *
     * @param patience how long a body waits until it may be read, or worked on
     */
    public BodyBudget(long bytes, Duration patience) {
        int units = Math.toIntExact(Math.max(3, bytes / UNIT_BYTES));
        int maxGathering = units / 3;
        this.maxWhole = Math.max(1, units / 8);
        this.arrays = new BufferPool((long) maxWhole * UNIT_BYTES);
        this.forWhole = new Semaphore(maxWhole, true);
        this.forGathering = new Semaphore(maxGathering, true);
        this.maxWorking = units - maxGathering - units / 8;
        this.forWork = new Semaphore(maxWorking, true);
        this.patience = patience;
    }

    public Lease lease() {
        return new Lease();
    }

    /** Share of one request in the budget, until it is closed. For one thread. */
    public final class Lease implements AutoCloseable {

        private int whole;
        private int gathered;
        private int working;
        private byte @Nullable [] array;
        private boolean mayBeLookedAt;

        private Lease() {}

        /** Takes memory for more of a body on its way; a {@link ProblemException} with 503 when there is none, and no waiting. */
        public void gather(long bytes) {
            int units = (int) Math.ceilDiv(bytes * GATHERED, UNIT_BYTES);
            if (!forGathering.tryAcquire(units)) {
                throw full();
            }
            gathered += units;
        }

        /**
         * Takes memory for all of a body, until the end of the work on it, after a while if need be, and gives back what it
         * took on its way; a {@link ProblemException} with 503 when it takes long. Who waits holds a first piece at most, and its
         * client's other bytes wait in the network: to refuse them would only have them sent again. A client that sends
         * slowly is cut off at its deadline.
         *
         * @return at least as long, and full of what others have sent
         */
        public byte[] awaitWhole(int bytes) {
            whole += await(forWhole, Math.min(maxWhole, Math.ceilDiv(BufferPool.room(bytes), UNIT_BYTES)));
            hasCome();
            byte[] taken = arrays.take(bytes);
            array = taken;
            return taken;
        }

        /**
         * Does the work on the body. When the work fails, instead of answering or refusing, the body's buffer is not reused:
         * work that was given up may not have noticed yet.
         */
        public <T> T work(Supplier<T> work) {
            mayBeLookedAt = true;
            try {
                T result = work.get();
                mayBeLookedAt = false;
                return result;
            } catch (ProblemException e) {
                mayBeLookedAt = false;
                throw e;
            }
        }

        /**
         * Takes the memory that work on a whole body may need, after a while if need be, and gives back what it took on its
         * way; a {@link ProblemException} with 503 when it takes long.
         *
         * @param parsed whether it is read into objects, and not worked on as it came
         */
        public void awaitWork(long bytes, boolean parsed) {
            if (whole > 0 && !parsed) {
                return;
            }
            int units = (int) Math.min(maxWorking, 1 + bytes * (parsed ? PARSED : 1) / UNIT_BYTES);
            working += await(forWork, units);
            hasCome();
        }

        private void hasCome() {
            forGathering.release(gathered);
            gathered = 0;
        }

        private int await(Semaphore memory, int units) {
            try {
                if (!memory.tryAcquire(units, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw full();
                }
                return units;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw full();
            }
        }

        @Override
        public void close() {
            if (array != null && mayBeLookedAt) {
                arrays.forget(array);
            } else if (array != null) {
                arrays.give(array);
            }
            array = null;
            if (whole > 0) {
                forWhole.release(whole);
            }
            if (gathered > 0) {
                forGathering.release(gathered);
            }
            if (working > 0) {
                forWork.release(working);
            }
        }
    }

    private static ProblemException full() {
        return Problem.of(503, "overloaded", "too many large bodies are on their way; try again in a second")
                .with("Retry-After", "1")
                .with("Connection", "close")
                .exception();
    }
}
