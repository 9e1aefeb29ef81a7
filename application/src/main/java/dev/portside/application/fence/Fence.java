package dev.portside.application.fence;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Does work that keeps a processor busy for milliseconds on a few platform threads. Virtual threads share one platform thread
 * per processor and give it up only where they wait, so such work would keep everything else waiting behind it; between
 * platform threads the operating system switches by itself. They have the lowest priority, so that what comes in meanwhile
 * goes first; Java leaves that to the operating system only when it is told to
 * ({@code -XX:ThreadPriorityPolicy=1 -XX:JavaPriority1_To_OSPriority=10}). Safe for use by many threads.
 */
public final class Fence implements AutoCloseable {

    private static final long KEEP_ALIVE_SECONDS = 10;
    private static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

    private final ThreadPoolExecutor threads;
    private final Observer observer;

    /** Is told how long work waited and ran, on the thread that does it. */
    public interface Observer {

        Observer NONE = new Observer() {
            @Override
            public void begun(Duration waited) {}

            @Override
            public void ended(Duration ran) {}
        };

        void begun(Duration waited);

        void ended(Duration ran);
    }

    /**
     * Starts no thread yet.
     *
     * @param atOnce how much is worked on at the same time, at least 1
     * @param waiting how much more may wait for its turn, at least 1
     */
    public Fence(int atOnce, int waiting) {
        this(atOnce, waiting, Observer.NONE);
    }

    /** As the other, and tells the observer of all work that begins. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing is wrong when nobody heeds it, only slower for others
    public Fence(int atOnce, int waiting, Observer observer) {
        this.observer = observer;
        this.threads = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(waiting),
                Thread.ofPlatform()
                        .name("portside-fence-", 1)
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .factory());
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
        return run(work, NEVER);
    }

    /**
     * Does the work and waits for it, but not for longer than this. Work that has not begun by then never begins, and what
     * has begun is interrupted.
     *
     * @throws Fault OVERLOADED when too much is waiting already, UNAVAILABLE when this is closed; TIMEOUT when it took too
     *     long or this thread is interrupted, and the work then, too
     * @throws RuntimeException what the work throws
     */
    public <T> T run(Supplier<T> work, Duration atMost) {
        FutureTask<T> task = submit(work);
        try {
            return task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            giveUp(task);
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while long work was done", e);
        } catch (TimeoutException e) {
            giveUp(task);
            throw new Fault(Category.TIMEOUT, "Long work was not done within " + atMost.toMillis() + " ms", e);
        } catch (CancellationException e) {
            throw new Fault(Category.UNAVAILABLE, "Work that waited is not done: this node is stopping", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException("A supplier threw what it cannot", e);
            }
        }
    }

    private <T> FutureTask<T> submit(Supplier<T> work) {
        long asked = System.nanoTime();
        FutureTask<T> task = new FutureTask<>(() -> observed(work, asked));
        try {
            threads.execute(task);
            return task;
        } catch (RejectedExecutionException e) {
            throw threads.isShutdown()
                    ? new Fault(Category.UNAVAILABLE, "No more work is taken: this node is stopping", e)
                    : new Fault(Category.OVERLOADED, "Too much long work waits already", e);
        }
    }

    private <T> T observed(Supplier<T> work, long asked) {
        long begun = System.nanoTime();
        observer.begun(Duration.ofNanos(begun - asked));
        try {
            return work.get();
        } finally {
            observer.ended(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private void giveUp(FutureTask<?> task) {
        task.cancel(true);
        // Its place in the queue is another's now.
        threads.remove(task);
    }

    /** How much waits for its turn at the moment. */
    public int waiting() {
        return threads.getQueue().size();
    }

    /** How much is worked on at the moment. */
    public int running() {
        return threads.getActiveCount();
    }

    /** Takes no more work; what has begun is interrupted, and who waits for what has not is told so. */
    @Override
    public void close() {
        for (Runnable left : threads.shutdownNow()) {
            if (left instanceof FutureTask<?> task) {
                task.cancel(false);
            }
        }
    }
}
