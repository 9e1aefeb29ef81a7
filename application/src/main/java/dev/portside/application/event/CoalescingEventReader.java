package dev.portside.application.event;

import dev.portside.application.concurrency.KeyedCoalescer;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Queries about events, of which equal ones that come at the same time are answered together: a dashboard that many look at asks
 * the same again and again, and each answer may take seconds. It is as fresh as the reader behind it: a query is answered by what
 * was asked after it began. Lists and totals, which cost little, go to the reader as they come. Safe for use by many threads.
 */
public final class CoalescingEventReader implements EventReader {

    /** A second reading of the same shall be rare, for it takes as long as the first and slows it down. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final EventReader reader;
    private final KeyedCoalescer<TrendQuery, Supplier<Trend>> trends;
    private final KeyedCoalescer<TopQuery, Supplier<List<ValueCount>>> tops;
    private final KeyedCoalescer<FunnelQuery, Supplier<List<Long>>> funnels;
    private final KeyedCoalescer<RetentionQuery, Supplier<List<Cohort>>> retentions;

    /** Coalesces the queries to this reader. */
    public CoalescingEventReader(EventReader reader) {
        this.reader = reader;
        this.trends = equal(reader::trend);
        this.tops = equal(reader::top);
        this.funnels = equal(reader::funnel);
        this.retentions = equal(reader::retention);
    }

    private static <Q, A> KeyedCoalescer<Q, Supplier<A>> equal(Function<Q, A> reading) {
        return new KeyedCoalescer<>(query -> Optional.of(answer(reading, query)), PATIENCE);
    }

    /** A refusal is an answer for all who asked, and no failure of the one who asked first. */
    private static <Q, A> Supplier<A> answer(Function<Q, A> reading, Q query) {
        try {
            A answer = reading.apply(query);
            return () -> answer;
        } catch (QueryTooLarge e) {
            String reason = e.reason();
            return () -> {
                throw new QueryTooLarge(reason);
            };
        }
    }

    @Override
    public Trend trend(TrendQuery question) {
        return trends.get(question).orElseThrow().get();
    }

    @Override
    public List<ValueCount> top(TopQuery question) {
        return tops.get(question).orElseThrow().get();
    }

    @Override
    public List<Long> funnel(FunnelQuery question) {
        return funnels.get(question).orElseThrow().get();
    }

    @Override
    public List<Cohort> retention(RetentionQuery question) {
        return retentions.get(question).orElseThrow().get();
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
