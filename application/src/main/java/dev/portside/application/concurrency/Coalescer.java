package dev.portside.application.concurrency;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Coalescer of reads that come at the same time. While reads are under way, those that arrive wait; the next reading
 * takes all that wait, equal keys once. <b>No answer is older than one's own read would have found</b>: a read is only
 * ever answered by a reading that began after it arrived, so it sees every write that had returned by then.
 *
 * <p>No thread is in charge: a caller that finds a free place among those that may read leads a reading on its own thread, for
 * itself and all that wait, and wakes the others. A reader that is alone reads at once, and pays for two atomic steps.
 *
 * <p>A failure reaches exactly the callers of the failed reading. Where the failure may be due to one of
 * several keys, being none of time or connection, each of their threads reads for itself. A thread that is interrupted
 * gives up for itself alone: when it was leading, the others are read for anew by one of them. A reading that takes long
 * does not hold up the next for longer than the {@linkplain Limits#patience() patience} of those that wait.
 *
 * <p>Holds no more than one small object per waiting thread. Safe for use by many threads, virtual or not.
 */
public final class Coalescer<K, V> {

    private final Function<K, Optional<V>> one;
    private final Function<Set<K>, Map<K, V>> many;
    private final Limits limits;
    private final long patience;
    private final Queue<Ask<K, V>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger reading = new AtomicInteger();

    /** From so many keys on a reading takes long enough for another one to begin beside it. */
    private static final int MANY_KEYS = 8;

    /** Whether the last reading was for several threads. */
    private volatile boolean crowded;

    /** How many readings may run as long as they are quick, going by the last. */
    private volatile int quickReadings = 1;

    private final LongAdder reads = new LongAdder();
    private final LongAdder readings = new LongAdder();

    /**
     * Limits of concurrent work.
     *
     * @param keys the most different keys that one reading is for, at least 1
     * @param readings how many readings run beside each other as long as they are quick, at least 1; a second one begins
     *     only where readings are for many keys, as otherwise it would only make them smaller
     * @param slowReadings how many may when some are slow, at least {@code readings}; beyond them, all wait
     * @param patience how long the first that waits leaves it to the readings under way before it begins one beside them
     */
    public record Limits(int keys, int readings, int slowReadings, Duration patience) {

        public Limits {
            if (keys < 1 || readings < 1 || slowReadings < readings) {
                throw new IllegalArgumentException("Limits must be at least 1, and slowReadings at least readings.");
            }
        }
    }

    /** One thread that waits. */
    private static final class Ask<K, V> {
        private final K key;
        private final Thread thread = Thread.currentThread();
        private volatile @Nullable Outcome<V> outcome;
        private volatile boolean abandoned;

        Ask(K key) {
            this.key = key;
        }

        void answer(Outcome<V> with) {
            outcome = with;
            LockSupport.unpark(thread);
        }
    }

    private sealed interface Outcome<V> {
        record Found<V>(Optional<V> value) implements Outcome<V> {}

        record Failed<V>(Throwable cause, Thread leader) implements Outcome<V> {}

        /** The thread is to read for itself. */
        record Unmerged<V>() implements Outcome<V> {}
    }

    /**
     * Coalesces these reads. Both functions must begin their reading when they are called, and find the same.
     *
     * @param one reads for one key
     * @param many reads for at least two; what is absent in its result is absent
     */
    public Coalescer(Function<K, Optional<V>> one, Function<Set<K>, Map<K, V>> many, Limits limits) {
        this.one = one;
        this.many = many;
        this.limits = limits;
        this.patience = limits.patience().toNanos();
    }

    /**
     * Reads the value of a key.
     *
     * @throws Fault of category TIMEOUT when this thread is interrupted before there is an answer; it stays interrupted
     * @throws RuntimeException what the read throws; when another thread led it, a {@link Fault} of the same category
     */
    public Optional<V> get(K key) {
        reads.increment();
        if (!crowded && waiting.isEmpty() && begin(1)) {
            return readAlone(key);
        }
        Ask<K, V> ask = new Ask<>(key);
        waiting.add(ask);
        boolean impatient = false;
        while (true) {
            Outcome<V> outcome = ask.outcome;
            if (outcome != null) {
                return result(key, outcome);
            }
            if (Thread.currentThread().isInterrupted()) {
                giveUp(ask);
                throw new Fault(Category.TIMEOUT, "Interrupted while it waited for a reading shared with others");
            }
            if (!begin(impatient ? limits.slowReadings() : quickReadings)) {
                impatient = await(ask, impatient);
            } else if (waiting.remove(ask)) {
                readForAll(ask);
            } else {
                // Somebody reads for it already. Who waits first must not be one that is busy with others.
                end();
                // That thread wakes this one: with an answer, or after it has put the ask back. To look again and again
                // instead would take the processor that it needs, for ever where there is only one.
                LockSupport.park(this);
                impatient = false;
            }
        }
    }

    /** How many reads there were. */
    public long reads() {
        return reads.sum();
    }

    /** How many readings it took to answer them. */
    public long readings() {
        return readings.sum();
    }

    /** How many threads wait for a reading that has not begun. */
    int waiting() {
        return waiting.size();
    }

    private boolean begin(int max) {
        int now = reading.get();
        while (now < max) {
            if (reading.compareAndSet(now, now + 1)) {
                return true;
            }
            now = reading.get();
        }
        return false;
    }

    private void end() {
        reading.decrementAndGet();
        wakeFirst();
    }

    /** It sees for itself whether it may lead; unless it does, the next end of a reading comes here again. */
    private void wakeFirst() {
        Ask<K, V> first = waiting.peek();
        if (first != null) {
            LockSupport.unpark(first.thread);
        }
    }

    private Optional<V> readAlone(K key) {
        readings.increment();
        try {
            return one.apply(key);
        } finally {
            end();
        }
    }

    /** Waits; returns whether this was the first of those that wait, and has waited long enough. */
    private boolean await(Ask<K, V> ask, boolean impatient) {
        if (waiting.peek() != ask) {
            LockSupport.park(this);
            return false;
        }
        if (impatient) {
            // As much is read as may ever be; the end of one of those readings wakes it.
            LockSupport.park(this);
            return waiting.peek() == ask;
        }
        long began = System.nanoTime();
        LockSupport.parkNanos(this, patience);
        return System.nanoTime() - began >= patience && waiting.peek() == ask;
    }

    private void giveUp(Ask<K, V> ask) {
        // Before the look at the queue, so that the thread that puts it back sees one or the other.
        ask.abandoned = true;
        // Those that wait longest are interrupted first, so it stands near the head.
        waiting.remove(ask);
        wakeFirst();
    }

    /** Reads for one that waited, which is this thread's, and those that wait. */
    private void readForAll(Ask<K, V> own) {
        List<Ask<K, V>> asks = new ArrayList<>();
        Set<K> keys = new LinkedHashSet<>();
        asks.add(own);
        keys.add(own.key);
        try {
            letOthersCome();
            take(asks, keys);
            quickReadings = keys.size() < MANY_KEYS ? 1 : limits.readings();
            Map<K, V> found = read(keys);
            for (Ask<K, V> ask : asks) {
                ask.answer(new Outcome.Found<>(Optional.ofNullable(found.get(ask.key))));
            }
            crowded = asks.size() > 1;
        } catch (Throwable e) {
            fail(asks, own, keys.size() > 1 && isPerhapsOfOneKey(e), new Outcome.Failed<>(e, Thread.currentThread()));
        } finally {
            // Last, so that the next leader stands behind those who have their answers.
            end();
        }
    }

    private static boolean isPerhapsOfOneKey(Throwable e) {
        return e instanceof Fault fault ? fault.category() == Category.INTERNAL : e instanceof RuntimeException;
    }

    private void fail(List<Ask<K, V>> asks, Ask<K, V> own, boolean unmerge, Outcome.Failed<V> failure) {
        if (!Thread.currentThread().isInterrupted()) {
            asks.forEach(ask -> ask.answer(unmerge ? new Outcome.Unmerged<>() : failure));
            return;
        }
        // Only this thread's time is over; one of the others will lead.
        for (Ask<K, V> ask : asks) {
            if (ask == own) {
                own.answer(failure);
            } else if (!ask.abandoned) {
                waiting.add(ask);
                if (ask.abandoned) {
                    waiting.remove(ask);
                }
            }
        }
    }

    /**
     * Where many ask, those whom the last reading answered are about to ask again, or others in their place. Virtual
     * threads take turns: this one's comes again when all that could go on have done so. Without that, readings were for
     * 5 instead of 20 at a time, and took most of the processor.
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it but the pace
    private void letOthersCome() {
        if (crowded) {
            Thread.yield();
        }
    }

    /** Takes those that wait longest, until there are as many keys as one reading may be for. */
    private void take(List<Ask<K, V>> asks, Set<K> keys) {
        while (keys.size() < limits.keys()) {
            Ask<K, V> ask = waiting.poll();
            if (ask == null) {
                return;
            }
            asks.add(ask);
            keys.add(ask.key);
        }
        // Who is first now has not been first before, so it does not watch the time yet.
        wakeFirst();
    }

    private Map<K, V> read(Set<K> keys) {
        readings.increment();
        if (keys.size() > 1) {
            return many.apply(keys);
        }
        K key = keys.iterator().next();
        return one.apply(key).map(value -> Map.of(key, value)).orElseGet(Map::of);
    }

    private Optional<V> result(K key, Outcome<V> outcome) {
        return switch (outcome) {
            case Outcome.Found<V>(Optional<V> value) -> value;
            case Outcome.Failed<V>(Throwable cause, Thread leader) -> {
                if (leader == Thread.currentThread()) {
                    throw unchecked(cause);
                }
                // Of its own, for an exception that many threads throw is changed by each.
                Category category = cause instanceof Fault fault ? fault.category() : Category.INTERNAL;
                throw new Fault(category, "A reading shared with others failed: " + cause.getMessage(), cause);
            }
            case Outcome.Unmerged<V>() -> {
                readings.increment();
                yield one.apply(key);
            }
        };
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }
}
