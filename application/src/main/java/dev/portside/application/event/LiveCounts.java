package dev.portside.application.event;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.EventTotals;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Live counts of events for many listeners. While there are any, the store is asked for its totals once in a period, for
 * all of them together, and once for each who begins to listen. Each remembers which totals it received last, so that
 * nothing is queued for one that is slow, and what it has missed comes with the next. Those who are not slow share one
 * object of totals and one of what was added to it: what a listener costs does not grow with the number of names. Safe for
 * use by many threads.
 */
public final class LiveCounts implements AutoCloseable {

    /** In one message; names with fewer events are summed up. */
    public static final int MAX_NAMED = 1_000;

    /** The most frequent first, and a fixed order among equals. */
    private static final Comparator<Map.Entry<EventName, Long>> MOST_FREQUENT_FIRST =
            Map.Entry.<EventName, Long>comparingByValue()
                    .reversed()
                    .thenComparing(entry -> entry.getKey().value());

    private final Supplier<EventTotals> totals;
    private final long periodNanos;
    private final int maxListeners;
    private final Consumer<RuntimeException> faults;

    /** Held while the store is asked, so that answers become known in the order of what they count. */
    private final ReentrantLock asking = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private EventTotals latest = EventTotals.NONE;

    /** Those before the last question to the store, and what that has added to them. */
    private EventTotals before = EventTotals.NONE;

    private EventTotals addedToBefore = EventTotals.NONE;
    private long period;

    /** Of the store, to questions for all. */
    private long answers;

    private int listeners;
    private boolean running;
    private boolean closed;

    /**
     * Asks nothing yet.
     *
     * @param totals how many events of each name are stored
     * @param period between two questions to the store
     * @param maxListeners at the same time, at least 1
     * @param faults takes the reason why a query failed; listeners receive what they missed after the next query that succeeds
     */
    public LiveCounts(
            Supplier<EventTotals> totals, Duration period, int maxListeners, Consumer<RuntimeException> faults) {
        this.totals = totals;
        this.periodNanos = period.toNanos();
        this.maxListeners = maxListeners;
        this.faults = faults;
    }

    /**
     * Listens from now on: every event that is stored after this returned will be counted.
     *
     * @return empty when there are as many listeners as there may be, or when this is closed
     * @throws Fault when the store cannot be asked, TIMEOUT when this thread is interrupted
     */
    public Optional<Listener> listen() {
        lock.lock();
        try {
            if (closed || listeners == maxListeners) {
                return Optional.empty();
            }
            listeners++;
        } finally {
            lock.unlock();
        }
        boolean listens = false;
        try {
            asking.lockInterruptibly();
            try {
                Listener listener = new Listener(totals.get());
                listens = true;
                return Optional.of(listener);
            } finally {
                asking.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while somebody wanted to listen", e);
        } finally {
            if (!listens) {
                leave();
            }
        }
    }

    /** Ends all listeners: each receives that there is nothing more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the store is asked from time to time. */
    boolean isAsking() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            listeners--;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void ask() {
        boolean failed = true;
        try {
            while (waitForPeriod()) {
                askOnce();
            }
            failed = false;
        } finally {
            if (failed) {
                stopRunning();
            }
        }
    }

    /** So that the next one who listens begins anew. */
    private void stopRunning() {
        lock.lock();
        try {
            running = false;
        } finally {
            lock.unlock();
        }
    }

    private void askOnce() {
        asking.lock();
        try {
            publish(totals.get());
        } catch (RuntimeException e) {
            faults.accept(e);
            publish(null);
        } finally {
            asking.unlock();
        }
    }

    /** Returns whether anyone listens at the end of the period; if not, this thread has to end. */
    private boolean waitForPeriod() {
        lock.lock();
        try {
            long left = periodNanos;
            while (left > 0 && listeners > 0 && !closed) {
                left = news.awaitNanos(left);
            }
            running = listeners > 0 && !closed;
            return running;
        } catch (InterruptedException e) {
            running = false;
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** @param counted null when nothing is known but what was */
    private void publish(@Nullable EventTotals counted) {
        lock.lock();
        try {
            before = latest;
            if (counted != null) {
                latest = shared(counted);
                answers++;
            }
            addedToBefore = added(before, latest);
            period++;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the same object for all listeners at the same totals. */
    private EventTotals shared(EventTotals counted) {
        return counted.equals(latest) ? latest : counted;
    }

    /** Totals also fall, when old events are removed. */
    private static EventTotals added(EventTotals before, EventTotals now) {
        if (before.equals(now)) {
            return EventTotals.NONE;
        }
        Map<EventName, Long> added = new HashMap<>();
        now.names().forEach((name, total) -> {
            long more = total - before.names().getOrDefault(name, 0L);
            if (more > 0) {
                added.put(name, more);
            }
        });
        long others = Math.max(0, now.others() - before.others());
        if (added.size() <= MAX_NAMED) {
            return new EventTotals(added, others);
        }
        Map<EventName, Long> reported = added.entrySet().stream()
                .sorted(MOST_FREQUENT_FIRST)
                .limit(MAX_NAMED)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new EventTotals(reported, others + sum(added) - sum(reported));
    }

    private static long sum(Map<EventName, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** One who listens. For use by one thread at a time. */
    public final class Listener implements AutoCloseable {

        private EventTotals reported;
        private long toldPeriod;

        /** Until there is another answer, the totals of this one are later than the latest of all. */
        private final long joinedAfter;

        private boolean left;

        private Listener(EventTotals totals) {
            lock.lock();
            try {
                toldPeriod = period;
                joinedAfter = answers;
                if (running) {
                    // The next counts of the others begin at their last totals.
                    reported = shared(totals);
                } else {
                    running = true;
                    latest = totals;
                    reported = totals;
                    Thread.ofVirtual().name("portside-live").start(LiveCounts.this::ask);
                }
            } finally {
                lock.unlock();
            }
        }

        /**
         * Waits until the store was asked again.
         *
         * @return how many events of each name were stored since the last call, without those of which there were none,
         *     of at most {@value LiveCounts#MAX_NAMED} names; the same object for all listeners at the same totals. Empty when there will be
         *     nothing more
         */
        public Optional<EventTotals> next() throws InterruptedException {
            lock.lock();
            try {
                while (period == toldPeriod && !closed) {
                    news.await();
                }
                if (closed) {
                    return Optional.empty();
                }
                toldPeriod = period;
                if (answers == joinedAfter) {
                    return Optional.of(EventTotals.NONE);
                }
                EventTotals since = reported;
                reported = latest;
                return Optional.of(since.equals(before) ? addedToBefore : added(since, reported));
            } finally {
                lock.unlock();
            }
        }

        /** Makes room for another. */
        @Override
        public void close() {
            if (!left) {
                left = true;
                leave();
            }
        }
    }
}
