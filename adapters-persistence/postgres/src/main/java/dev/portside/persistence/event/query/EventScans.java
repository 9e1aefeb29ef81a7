package dev.portside.persistence.event.query;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Admission of queries that read many events one by one. Each keeps a processor of the database busy for seconds, so that more
 * of them at once would all miss their deadlines, and hold connections meanwhile. Safe for use by many threads.
 */
public final class EventScans {

    /** Read within some 100 ms. */
    private static final long FEW = 100_000;

    private final Semaphore places;
    private final Duration patience;

    /**
     * Admits so many scans.
     *
     * @param atOnce at least 1
     * @param patience how long one waits for its place
     */
    EventScans(int atOnce, Duration patience) {
        this.places = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    /** Of half the processors, which the database usually shares with this process or has as many of. */
    public static EventScans ofThisMachine() {
        return new EventScans(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), Duration.ofSeconds(1));
    }

    /** Work within a transaction, whose result is a way to get at the answer, or a refusal. */
    @FunctionalInterface
    interface Work<T> {

        /** Does it. */
        Supplier<T> run() throws SQLException;
    }

    /**
     * Does work within a transaction that reads so many events, when it finds a place in time.
     *
     * @return what the work returns, or, when there is no place, what throws a {@link Fault} of category OVERLOADED: outside of
     *     the transaction, where it is distinct from faults of the database
     */
    <T> Supplier<T> read(long events, Work<T> work) throws SQLException {
        if (!enter(events)) {
            return () -> {
                throw overloaded(events);
            };
        }
        try {
            return work.run();
        } finally {
            leave(events);
        }
    }

    /**
     * Does work that reads so many events.
     *
     * @throws Fault of category OVERLOADED when it finds no place in time
     */
    <T> T within(long events, Supplier<T> work) {
        if (!enter(events)) {
            throw overloaded(events);
        }
        try {
            return work.get();
        } finally {
            leave(events);
        }
    }

    private static Fault overloaded(long events) {
        return new Fault(
                Category.OVERLOADED,
                "Other queries that read events one by one are being answered; this one would read " + events);
    }

    private boolean enter(long events) {
        try {
            return events <= FEW || places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while a query waited to read events", e);
        }
    }

    private void leave(long events) {
        if (events > FEW) {
            places.release();
        }
    }
}
