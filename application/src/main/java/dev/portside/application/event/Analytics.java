package dev.portside.application.event;

import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.EventPage;
import dev.portside.domain.event.EventTotals;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.RetentionQuery;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuery;
import dev.portside.domain.event.ValueCount;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Collecting events and answering questions about them. Safe for use by many threads; every method that asks the store may
 * throw {@link dev.portside.application.Fault}.
 */
public final class Analytics {

    private final EventLog log;
    private final EventReader reader;
    private final Clock clock;
    private final EventIds ids;

    /**
     * Puts them to use.
     *
     * @param randomness for the ids of events that come without one, see {@link EventIds}
     */
    public Analytics(EventLog log, EventReader reader, Clock clock, RandomGenerator randomness) {
        this.log = log;
        this.reader = reader;
        this.clock = clock;
        this.ids = new EventIds(clock, randomness);
    }

    /** The time of an event that comes without one. Microseconds, because that is what PostgreSQL keeps. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The id of an event that comes without one. */
    public EventId newId() {
        return ids.next();
    }

    /** Stores those that are not stored yet, as {@link EventLog#record} says; durable when this returns. */
    public List<Recording> record(List<NewEvent> events) {
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

    public Trend trend(TrendQuery question) {
        return reader.trend(question);
    }

    public List<ValueCount> top(TopQuery question) {
        return reader.top(question);
    }

    public List<Long> funnel(FunnelQuery question) {
        return reader.funnel(question);
    }

    public List<Cohort> retention(RetentionQuery question) {
        return reader.retention(question);
    }

    public EventPage list(EventListing listing) {
        return reader.list(listing);
    }

    /** How many events of each name are stored, see {@link EventList#totals}. */
    public EventTotals totals() {
        return reader.totals();
    }
}
