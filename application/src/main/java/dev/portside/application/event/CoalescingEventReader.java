package dev.portside.application.event;

import dev.portside.application.concurrency.KeyedCoalescer;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventPage;
import dev.portside.domain.event.EventTotals;
import dev.portside.domain.event.Query;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reader that answers equal queries in progress once: a dashboard that many people look at asks the same again and again, and
 * each answer may take seconds. Answers are never stale: a call joins only a query that starts after the call. Lists and totals,
 * which cost little, are not coalesced. Safe for use by many threads.
 */
public final class CoalescingEventReader implements EventReader {

    /** Keeps a second run of the same query rare, for it takes as long as the first and slows it down. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final EventReader reader;
    private final KeyedCoalescer<Query<?>, Supplier<?>> coalescer;

    /** Coalesces the queries to this reader. */
    public CoalescingEventReader(EventReader reader) {
        this.reader = reader;
        this.coalescer = new KeyedCoalescer<>(query -> Optional.of(outcome(reader, query)), PATIENCE);
    }

    /** A refusal is the answer to all callers, not a failure of the first. */
    private static <A> Supplier<A> outcome(EventReader reader, Query<A> query) {
        try {
            A answer = reader.answer(query);
            return () -> answer;
        } catch (QueryTooLarge e) {
            String reason = e.reason();
            return () -> {
                throw new QueryTooLarge(reason);
            };
        }
    }

    @Override
    @SuppressWarnings("unchecked") // What was found for a query is the answer to an equal one, and so of its type.
    public <A> A answer(Query<A> query) {
        return (A) coalescer.get(query).orElseThrow().get();
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
