package dev.portside.application.fence;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Does work that keeps a processor busy for milliseconds on a few platform threads. Virtual threads share one platform thread
 * per processor and give it up only where they wait, so such work would keep everything else waiting behind it; between
 * platform threads the operating system switches by itself. Safe for use by many threads.
 */
public final class Fence implements AutoCloseable {

    private static final long KEEP_ALIVE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    /**
     * Starts no thread yet.
     *
     * @param atOnce how much is worked on at the same time, at least 1
     * @param waiting how much more may wait for its turn, at least 1
     */
    public Fence(int atOnce, int waiting) {
        this.threads = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(waiting),
                Thread.ofPlatform().name("portside-fence-", 1).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** For half of the processors, so that there are some left for everything else. */
    public static Fence ofHalfTheProcessors(int waiting) {
        return new Fence(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), waiting);
    }

    /**
     * Does the work and waits for it.
     *
     * @throws Fault OVERLOADED when too much is waiting already, UNAVAILABLE when this is closed; TIMEOUT when this thread is
     *     interrupted, and the work then, too
     * @throws RuntimeException what the work throws
     */
    public <T> T run(Supplier<T> work) {
        Future<T> result = submit(work);
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while long work was done", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException("A supplier threw what it cannot", e);
            }
        }
    }

    private <T> Future<T> submit(Supplier<T> work) {
        try {
            return threads.submit(work::get);
        } catch (RejectedExecutionException e) {
            throw threads.isShutdown()
                    ? new Fault(Category.UNAVAILABLE, "No more work is taken: this node is stopping", e)
                    : new Fault(Category.OVERLOADED, "Too much long work waits already", e);
        }
    }

    /** Takes no more work; what has begun is interrupted. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
