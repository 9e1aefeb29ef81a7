package dev.portside.application.event;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventPage;
import dev.portside.domain.event.EventTotals;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.RetentionQuery;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuery;
import dev.portside.domain.event.ValueCount;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Lets only so many questions be answered at the same time, and only so many wait, so that they leave room for everything
 * else that the store does. Lists and totals, which cost little, pass by. Safe for use by many threads.
 */
public final class BoundedEventReader implements EventReader {

    private final EventReader reader;
    private final Semaphore places;
    private final int maxPresent;
    private final AtomicInteger present = new AtomicInteger();

    /**
     * Bounds the questions to this reader.
     *
     * @param atOnce how many are answered at the same time, at least 1
     * @param waiting how many more may wait for their turn
     */
    public BoundedEventReader(EventReader reader, int atOnce, int waiting) {
        this.reader = reader;
        // In order, for a question that waits has a deadline.
        this.places = new Semaphore(atOnce, true);
        this.maxPresent = atOnce + waiting;
    }

    @Override
    public Trend trend(TrendQuery question) {
        return bounded(() -> reader.trend(question));
    }

    @Override
    public List<ValueCount> top(TopQuery question) {
        return bounded(() -> reader.top(question));
    }

    @Override
    public List<Long> funnel(FunnelQuery question) {
        return bounded(() -> reader.funnel(question));
    }

    @Override
    public List<Cohort> retention(RetentionQuery question) {
        return bounded(() -> reader.retention(question));
    }

    @Override
    public EventPage list(EventListing listing) {
        return reader.list(listing);
    }

    @Override
    public EventTotals totals() {
        return reader.totals();
    }

    private <T> T bounded(Supplier<T> question) {
        if (present.incrementAndGet() > maxPresent) {
            present.decrementAndGet();
            throw new Fault(Category.OVERLOADED, "Too many questions wait for their answers already");
        }
        try {
            places.acquire();
            try {
                return question.get();
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while a question waited for its turn", e);
        } finally {
            present.decrementAndGet();
        }
    }
}
