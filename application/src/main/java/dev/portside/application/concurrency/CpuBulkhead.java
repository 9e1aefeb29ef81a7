package dev.portside.application.concurrency;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
import java.util.stream.Stream;

/**
 * Bulkhead for work that keeps a processor busy for milliseconds, done on a few platform threads. Virtual threads share one platform thread
 * per processor and give it up only where they wait, so such work would keep everything else waiting behind it; between
 * platform threads the operating system switches by itself. Those that this starts have the lowest priority, so that what comes
 * in meanwhile goes first; Java leaves that to the operating system only with the option
 * ({@code -XX:ThreadPriorityPolicy=1 -XX:JavaPriority1_To_OSPriority=10}).
 *
 * <p>Work says what it costs. One thread is set aside for {@linkplain Cost#LIGHT light} work and one more for what is at most
 * {@linkplain Cost#MEDIUM medium}, and each class has a queue of its own, so that a thumbnail is not behind a poster, also where
 * there is one processor. Within that, who came first is first. Safe for use by many threads.
 */
public final class CpuBulkhead implements AutoCloseable {

    private static final List<Cost> DEAREST_FIRST = List.of(Cost.values()).reversed();

    private static final long KEEP_ALIVE_SECONDS = 10;

    /** Threads for what is cheaper: one for each class below the dearest. */
    private static final int SET_ASIDE = Cost.values().length - 1;

    private static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

    private final int maxWaiting;
    private final Observer observer;
    private final Executor threads;

    /** What to close with this. */
    private final Runnable ownThreads;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Cost, Deque<Work<?>>> queues = new EnumMap<>(Cost.class);
    private final Set<Thread> working = new HashSet<>();

    /** How much work of this class and all dearer ones there may be at the same time. */
    private final Map<Cost, Integer> most = new EnumMap<>(Cost.class);

    /** By class, what is worked on, and what a thread has been asked for. */
    private final Map<Cost, Integer> begun = new EnumMap<>(Cost.class);

    private long asked;
    private boolean closed;

    /** Observer of how long work waited and ran, called on the thread that does it. */
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
     * @param atOnce how much heavy work is done at the same time, at least 1; one more with medium work, two more with light
     * @param waiting how much more of each class may wait for its turn, at least 1
     */
    public CpuBulkhead(int atOnce, int waiting) {
        this(atOnce, waiting, Observer.NONE);
    }

    /** Creates a bulkhead that reports all work that begins to the observer. */
    public CpuBulkhead(int atOnce, int waiting, Observer observer) {
        this(atOnce, waiting, observer, ownThreads(atOnce + SET_ASIDE));
    }

    private CpuBulkhead(int atOnce, int waiting, Observer observer, ThreadPoolExecutor own) {
        this(atOnce, waiting, observer, own, own::shutdown);
    }

    private CpuBulkhead(int atOnce, int waiting, Observer observer, Executor threads, Runnable ownThreads) {
        int allowed = atOnce + SET_ASIDE;
        for (Cost cost : Cost.values()) {
            most.put(cost, allowed--);
            begun.put(cost, 0);
            queues.put(cost, new ArrayDeque<>());
        }
        this.maxWaiting = waiting;
        this.observer = observer;
        this.threads = threads;
        this.ownThreads = ownThreads;
    }

    /**
     * Works on threads of somebody else's, of which it takes at most {@code atOnce} and two, and none while there is no work. It ends
     * none of them.
     *
     * @param threads that are platform threads; runs all that it accepts, at once or after a while, and not on the thread that hands
     *     it over
     */
    public static CpuBulkhead on(Executor threads, int atOnce, int waiting, Observer observer) {
        return new CpuBulkhead(atOnce, waiting, observer, threads, () -> {});
    }

    /** For half of the processors, so that there are some left for everything else. */
    public static CpuBulkhead ofHalfTheProcessors(int waiting) {
        return new CpuBulkhead(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), waiting);
    }

    @SuppressWarnings("ThreadPriorityCheck") // where the priority has no effect, work is only slower for others
    private static ThreadPoolExecutor ownThreads(int count) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count,
                count,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform()
                        .name("portside-bulkhead-", 1)
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * Does the work, taken for heavy, and waits for it.
     *
     * @throws Fault OVERLOADED when too much is waiting already, UNAVAILABLE when this is closed; TIMEOUT when this thread is
     *     interrupted, and the work then, too
     * @throws RuntimeException what the work throws
     */
    public <T> T run(Supplier<T> work) {
        return run(work, Cost.HEAVY, NEVER);
    }

    /**
     * Does the work and waits for it, but not for longer than this. Work that has not begun by then never begins, and what
     * has begun is interrupted.
     *
     * @throws Fault OVERLOADED when too much is waiting already, UNAVAILABLE when this is closed; TIMEOUT when it took too
     *     long or this thread is interrupted, and the work then, too
     * @throws RuntimeException what the work throws
     */
    public <T> T run(Supplier<T> work, Cost cost, Duration atMost) {
        Work<T> task = submit(work, cost);
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

    private <T> Work<T> submit(Supplier<T> work, Cost cost) {
        long submitted = System.nanoTime();
        Work<T> task = new Work<>(() -> observed(work, submitted), cost);
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
            if (mayBegin(task.cost)) {
                count(task.cost, 1);
                return false;
            }
            Deque<Work<?>> queue = queue(task.cost);
            if (queue.size() >= maxWaiting) {
                throw new Fault(Category.OVERLOADED, "Too much long work waits already");
            }
            task.number = asked++;
            queue.add(task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether each class that this work counts in has a place left. */
    private boolean mayBegin(Cost cost) {
        int atLeast = 0;
        for (Cost each : DEAREST_FIRST) {
            atLeast += begun.getOrDefault(each, 0);
            if (each.compareTo(cost) <= 0 && atLeast >= most.getOrDefault(each, 0)) {
                return false;
            }
        }
        return true;
    }

    private void count(Cost cost, int more) {
        begun.merge(cost, more, Integer::sum);
    }

    private Deque<Work<?>> queue(Cost cost) {
        return queues.computeIfAbsent(cost, unused -> new ArrayDeque<>());
    }

    private void begin(Work<?> first) {
        try {
            threads.execute(() -> work(first));
        } catch (RejectedExecutionException e) {
            refuse(first, new Fault(Category.OVERLOADED, "There is no thread for long work", e));
        } catch (RuntimeException | Error e) {
            refuse(first, new Fault(Category.INTERNAL, "There is no thread for long work: " + e, e));
            throw e;
        }
    }

    /** No thread will come for it, nor for what has begun to wait for that thread. */
    private void refuse(Work<?> first, Fault why) {
        lock.lock();
        try {
            Fault fault = closed ? stopping() : why;
            first.refuse(fault);
            count(first.cost, -1);
            if (begun.values().stream().allMatch(count -> count == 0)) {
                refuseWaiting(fault);
            }
        } finally {
            lock.unlock();
        }
    }

    private void work(Work<?> first) {
        enter(first);
        Optional<Work<?>> next = Optional.of(first);
        while (next.isPresent()) {
            next.get().run();
            next = leave(next.get().cost);
        }
    }

    private void enter(Work<?> first) {
        lock.lock();
        try {
            if (closed) {
                first.refuse(stopping());
            }
            working.add(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    /** Returns the next work of this thread; when there is none, the thread has ended for this bulkhead. */
    private Optional<Work<?>> leave(Cost ended) {
        lock.lock();
        try {
            // Meant for what has ended.
            var unused = Thread.interrupted();
            count(ended, -1);
            Optional<Work<?>> next = next();
            if (next.isEmpty()) {
                working.remove(Thread.currentThread());
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** The first that came of those that may begin. One end makes room for one begin, so there is work for no other thread. */
    private Optional<Work<?>> next() {
        Optional<Work<?>> next = queues.entrySet().stream()
                .filter(queue -> mayBegin(queue.getKey()))
                .<Work<?>>flatMap(queue -> Stream.ofNullable(queue.getValue().peek()))
                .min(Comparator.comparingLong(work -> work.number));
        next.ifPresent(work -> {
            queue(work.cost).remove(work);
            count(work.cost, 1);
        });
        return next;
    }

    private <T> T observed(Supplier<T> work, long submitted) {
        long now = System.nanoTime();
        observer.begun(Duration.ofNanos(now - submitted));
        try {
            return work.get();
        } finally {
            observer.ended(Duration.ofNanos(System.nanoTime() - now));
        }
    }

    private void giveUp(Work<?> task) {
        task.cancel(true);
        // Its place in the queue is another's now.
        lock.lock();
        try {
            queue(task.cost).remove(task);
        } finally {
            lock.unlock();
        }
    }

    /** How much waits for its turn at the moment. */
    public int waiting() {
        lock.lock();
        try {
            return queues.values().stream().mapToInt(Deque::size).sum();
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

    /** Takes no more work; work that has begun is interrupted, and callers of work that has not get a fault. */
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
        queues.values().forEach(queue -> {
            queue.forEach(left -> left.refuse(why));
            queue.clear();
        });
    }

    private static Fault stopping() {
        return new Fault(Category.UNAVAILABLE, "Work that waited is not done: this node is stopping");
    }

    /** Work that can be cancelled before it begins. */
    private static final class Work<T> extends FutureTask<T> {

        private final Cost cost;

        /** Who came first has the lowest. */
        private long number;

        Work(Callable<T> work, Cost cost) {
            super(work);
            this.cost = cost;
        }

        void refuse(Fault why) {
            setException(why);
        }
    }
}
