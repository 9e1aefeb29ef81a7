package dev.portside.application.event;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventPage;
import dev.portside.domain.event.EventTotals;
import dev.portside.domain.event.Query;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reader that bounds how many queries are answered at the same time, and how many wait, so that they leave room for everything
 * else that the store does. Lists and totals, which cost little, are not bounded. Safe for use by many threads.
 */
public final class BoundedEventReader implements EventReader {

    private final EventReader reader;
    private final Semaphore places;
    private final int maxPresent;
    private final AtomicInteger present = new AtomicInteger();

    /**
     * Bounds the queries to this reader.
     *
     * @param atOnce how many are answered at the same time, at least 1
     * @param waiting how many more may wait
     */
    public BoundedEventReader(EventReader reader, int atOnce, int waiting) {
        this.reader = reader;
        // Fair, for a query that waits has a deadline.
        this.places = new Semaphore(atOnce, true);
        this.maxPresent = atOnce + waiting;
    }

    @Override
    public <A> A answer(Query<A> query) {
        if (present.incrementAndGet() > maxPresent) {
            present.decrementAndGet();
            throw new Fault(Category.OVERLOADED, "Too many queries wait for their answers already");
        }
        try {
            places.acquire();
            try {
                return reader.answer(query);
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while a query waited to be answered", e);
        } finally {
            present.decrementAndGet();
        }
    }

    @Override
    public EventPage list(EventListing listing) {
        return reader.list(listing);
    }

    @Override
    public EventTotals totals() {
        return reader.totals();
    }
}
