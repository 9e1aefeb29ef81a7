package dev.portside.application.event;

import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.EventPage;
import dev.portside.domain.event.EventTotals;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.Query;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Use cases of analytics: records events and answers queries about them. Safe for use by many threads; every method that asks
 * the store may throw {@link dev.portside.application.Fault}.
 */
public final class Analytics {

    private final EventLog log;
    private final EventReader reader;
    private final Clock clock;
    private final EventIds ids;

    /**
     * Creates the use cases.
     *
     * @param randomness for the ids of events that come without one, see {@link EventIds}
     */
    public Analytics(EventLog log, EventReader reader, Clock clock, RandomGenerator randomness) {
        this.log = log;
        this.reader = reader;
        this.clock = clock;
        this.ids = new EventIds(clock, randomness);
    }

    /** Returns the time for an event that comes without one. In microseconds, as PostgreSQL stores it. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Returns an id for an event that comes without one. */
    public EventId newId() {
        return ids.next();
    }

    /** Stores the events that are not stored yet, see {@link EventLog#record}; durable when this returns. */
    public List<RecordResult> record(List<NewEvent> events) {
        return events.isEmpty() ? List.of() : log.record(events);
    }

    /**
     * Stores an event that happens now; durable when this returns, or with the transaction of the host's that it is called in.
     *
     * @param properties texts by which it can be broken down
     * @return the event, with the id that it was given
     * @throws dev.portside.domain.InvalidValue when the properties cannot be kept, see {@link NewEvent#of}
     */
    public Event record(EventName name, Optional<PersonId> person, Map<PropertyName, String> properties) {
        NewEvent event = NewEvent.of(newId(), name, person, now(), properties);
        log.record(List.of(event));
        return event.event();
    }

    /** Answers a query, see {@link EventReader#answer}. */
    public <A> A answer(Query<A> query) {
        return reader.answer(query);
    }

    public EventPage list(EventListing listing) {
        return reader.list(listing);
    }

    /** Returns the number of events of each name, see {@link EventList#totals}. */
    public EventTotals totals() {
        return reader.totals();
    }
}
