package dev.portside.application.fence;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Does work that keeps a processor busy for milliseconds on a few platform threads. Virtual threads share one platform thread
 * per processor and give it up only where they wait, so such work would keep everything else waiting behind it; between
 * platform threads the operating system switches by itself. Those that this starts have the lowest priority, so that what comes
 * in meanwhile goes first; Java leaves that to the operating system only when it is told to
 * ({@code -XX:ThreadPriorityPolicy=1 -XX:JavaPriority1_To_OSPriority=10}). Safe for use by many threads.
 */
public final class Fence implements AutoCloseable {

    private static final long KEEP_ALIVE_SECONDS = 10;
    private static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

    private final int atOnce;
    private final int maxWaiting;
    private final Observer observer;
    private final Executor threads;

    /** What to close with this. */
    private final Runnable ownThreads;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Work<?>> queue = new ArrayDeque<>();
    private final Set<Thread> working = new HashSet<>();

    /** Threads that work, and those that have been asked for. */
    private int workers;

    private boolean closed;

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
    public Fence(int atOnce, int waiting, Observer observer) {
        this(atOnce, waiting, observer, ownThreads(atOnce));
    }

    private Fence(int atOnce, int waiting, Observer observer, ThreadPoolExecutor own) {
        this(atOnce, waiting, observer, own, own::shutdown);
    }

    private Fence(int atOnce, int waiting, Observer observer, Executor threads, Runnable ownThreads) {
        this.atOnce = atOnce;
        this.maxWaiting = waiting;
        this.observer = observer;
        this.threads = threads;
        this.ownThreads = ownThreads;
    }

    /**
     * Works on threads of somebody else's, of which it takes at most {@code atOnce}, and none while there is no work. It ends none of
     * them.
     *
     * @param threads that are platform threads; runs all that it accepts, at once or after a while, and not on the thread that hands
     *     it over
     */
    public static Fence on(Executor threads, int atOnce, int waiting, Observer observer) {
        return new Fence(atOnce, waiting, observer, threads, () -> {});
    }

    /** For half of the processors, so that there are some left for everything else. */
    public static Fence ofHalfTheProcessors(int waiting) {
        return new Fence(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), waiting);
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing is wrong when nobody heeds it, only slower for others
    private static ThreadPoolExecutor ownThreads(int atOnce) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform()
                        .name("portside-fence-", 1)
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
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
        Work<T> task = submit(work);
        try {
            return task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            giveUp(task);
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while long work was done", e);
        } catch (TimeoutException e) {
            giveUp(task);
            throw new Fault(Category.TIMEOUT, "Long work was not done within " + atMost.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException("A supplier threw what it cannot", e);
            }
        }
    }

    private <T> Work<T> submit(Supplier<T> work) {
        long asked = System.nanoTime();
        Work<T> task = new Work<>(() -> observed(work, asked));
        if (!wait(task)) {
            begin(task);
        }
        return task;
    }

    /** Returns whether it waits for a thread that works already; else another one is to begin with it. */
    private boolean wait(Work<?> task) {
        lock.lock();
        try {
            if (closed) {
                throw new Fault(Category.UNAVAILABLE, "No more work is taken: this node is stopping");
            }
            if (workers < atOnce) {
                workers++;
                return false;
            }
            if (queue.size() >= maxWaiting) {
                throw new Fault(Category.OVERLOADED, "Too much long work waits already");
            }
            queue.add(task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void begin(Work<?> first) {
        try {
            threads.execute(() -> work(first));
        } catch (RejectedExecutionException e) {
            refuse(first, new Fault(Category.OVERLOADED, "There is no thread for long work", e));
        } catch (RuntimeException | Error e) {
            refuse(first, new Fault(Category.BUG, "There is no thread for long work: " + e, e));
            throw e;
        }
    }

    /** No thread will come for it, nor for what has begun to wait for that thread. */
    private void refuse(Work<?> first, Fault why) {
        lock.lock();
        try {
            Fault fault = closed ? stopping() : why;
            first.refuse(fault);
            workers--;
            if (workers == 0) {
                refuseWaiting(fault);
            }
        } finally {
            lock.unlock();
        }
    }

    private void work(Work<?> first) {
        Optional<Work<?>> next = enter(first);
        while (next.isPresent()) {
            next.get().run();
            next = leave();
        }
    }

    private Optional<Work<?>> enter(Work<?> first) {
        lock.lock();
        try {
            if (closed) {
                first.refuse(stopping());
            }
            working.add(Thread.currentThread());
            return Optional.of(first);
        } finally {
            lock.unlock();
        }
    }

    /** What this thread does next; when there is nothing it has ended for this fence. */
    private Optional<Work<?>> leave() {
        lock.lock();
        try {
            // Meant for what has ended.
            var unused = Thread.interrupted();
            Optional<Work<?>> next = Optional.ofNullable(queue.poll());
            if (next.isEmpty()) {
                working.remove(Thread.currentThread());
                workers--;
            }
            return next;
        } finally {
            lock.unlock();
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

    private void giveUp(Work<?> task) {
        task.cancel(true);
        // Its place in the queue is another's now.
        lock.lock();
        try {
            queue.remove(task);
        } finally {
            lock.unlock();
        }
    }

    /** How much waits for its turn at the moment. */
    public int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** How much is worked on at the moment. */
    public int running() {
        lock.lock();
        try {
            return working.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more work; what has begun is interrupted, and who waits for what has not is told so. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            refuseWaiting(stopping());
            working.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
        ownThreads.run();
    }

    private void refuseWaiting(Fault why) {
        queue.forEach(left -> left.refuse(why));
        queue.clear();
    }

    private static Fault stopping() {
        return new Fault(Category.UNAVAILABLE, "Work that waited is not done: this node is stopping");
    }

    /** Work that can be told never to begin. */
    private static final class Work<T> extends FutureTask<T> {

        Work(Callable<T> work) {
            super(work);
        }

        void refuse(Fault why) {
            setException(why);
        }
    }
}
