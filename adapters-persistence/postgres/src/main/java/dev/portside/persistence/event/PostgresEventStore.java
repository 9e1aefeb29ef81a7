package dev.portside.persistence.event;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.event.EventStore;
import dev.portside.application.event.RecordResult;
import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.EventPage;
import dev.portside.domain.event.EventTotals;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.Query;
import dev.portside.domain.event.RetentionQuery;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuery;
import dev.portside.domain.event.ValueCount;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.persistence.event.EventStatements.ListShape;
import dev.portside.persistence.event.query.CountQueries;
import dev.portside.persistence.event.query.EventScans;
import dev.portside.persistence.event.query.PeopleQueries;
import dev.portside.persistence.event.rollup.EventCompaction;
import dev.portside.persistence.event.rollup.EventDeltas;
import dev.portside.persistence.event.rollup.HighCardinalityProperties;
import dev.portside.persistence.event.rollup.NameStatements;
import dev.portside.persistence.event.rollup.RolledUpNames;
import dev.portside.persistence.statement.Faults;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Events in PostgreSQL: each with what it adds to the rollups, in one transaction. */
public final class PostgresEventStore implements EventStore, Query.Visitor {

    /** Follows people through an index: some 1 µs of a processor for each. */
    private static final long MAX_EVENTS_FOLLOWED = 5_000_000;

    /** Reads properties, and distinguishes values and people: 3 to 6 µs of a processor each, so half of a deadline in all. */
    private static final long MAX_EVENTS_COUNTED = 1_000_000;

    /** No more than a page may have in bytes, whatever is in them. */
    private static final int FEW_EVENTS = EventListing.MAX_PAGE_BYTES / Event.MAX_PROPERTIES_BYTES;

    /** Of a row, beside its properties. */
    private static final int ROW_BYTES = 200;

    private final Database database;
    private final EventPartitions partitions;
    private final HighCardinalityProperties wide;
    private final int maxNames;
    private final PeopleQueries people;
    private final CountQueries counts;

    public PostgresEventStore(Database database, EventPartitions partitions, HighCardinalityProperties wide) {
        this(database, partitions, wide, PostgresSettings.DEFAULT_MAX_EVENT_NAMES);
    }

    /** @param maxNames how many names are reported by themselves, as {@link EventCompaction} has it */
    public PostgresEventStore(
            Database database, EventPartitions partitions, HighCardinalityProperties wide, int maxNames) {
        this.database = database;
        this.partitions = partitions;
        this.wide = wide;
        this.maxNames = maxNames;
        EventScans scans = EventScans.ofThisMachine();
        this.people = new PeopleQueries(database, MAX_EVENTS_FOLLOWED, scans);
        this.counts = new CountQueries(database, MAX_EVENTS_COUNTED, scans);
    }

    @Override
    public List<RecordResult> record(List<NewEvent> events) {
        Map<EventId, NewEvent> first = LinkedHashMap.newLinkedHashMap(events.size());
        events.forEach(event -> first.putIfAbsent(event.event().id(), event));
        Set<UUID> known = first.isEmpty() ? Set.of() : store(first.values());
        List<RecordResult> recordings = new ArrayList<>(events.size());
        for (NewEvent event : events) {
            boolean isFirst = first.remove(event.event().id()) != null;
            recordings.add(
                    isFirst && !known.contains(event.event().id().value())
                            ? RecordResult.STORED
                            : RecordResult.DUPLICATE);
        }
        return recordings;
    }

    /** Returns the ids of those that were stored before. */
    private Set<UUID> store(Collection<NewEvent> events) {
        try {
            return database.briskTransaction(connection -> store(connection, events));
        } catch (Fault e) {
            if (Faults.LOCK_NOT_AVAILABLE.equals(state(e))) {
                throw new Fault(
                        Category.OVERLOADED,
                        "Another transaction holds the id of an event, or the tables; store it again when that has"
                                + " ended",
                        e);
            }
            if (!EventPartitions.NO_PARTITION.equals(state(e))) {
                throw e;
            }
            partitions.makeFor(events.stream().map(event -> event.event().at()).toList());
            return database.briskTransaction(connection -> store(connection, events));
        }
    }

    private static @Nullable String state(Fault e) {
        return e.getCause() instanceof SQLException cause ? cause.getSQLState() : null;
    }

    private Set<UUID> store(Connection connection, Collection<NewEvent> events) throws SQLException {
        Set<UUID> known = insert(connection, events);
        EventDeltas deltas = new EventDeltas(wide::contains);
        for (NewEvent event : events) {
            if (!known.contains(event.event().id().value())) {
                deltas.add(event);
            }
        }
        deltas.write(connection);
        return known;
    }

    private static Set<UUID> insert(Connection connection, Collection<NewEvent> events) throws SQLException {
        return new HashSet<>(EventStatements.RECORD.list(connection, EventStatements.Recorded.of(events)));
    }

    @Override
    public EventPage list(EventListing listing) {
        var statement = EventStatements.list(ListShape.of(listing));
        if (listing.limit() <= FEW_EVENTS) {
            return EventPage.of(database.run(connection -> statement.list(connection, listing)), listing.limit());
        }
        return database.transaction(connection -> {
            EventPage.Gathering gathering = new EventPage.Gathering(listing.limit());
            statement.eachWhile(connection, listing, EventListing.MAX_PAGE_BYTES, event -> {
                long before = gathering.bytes();
                return gathering.add(event) ? gathering.bytes() - before + ROW_BYTES : -1L;
            });
            return gathering.page();
        });
    }

    @Override
    public EventTotals totals() {
        Map<EventName, Long> totals = new HashMap<>();
        AtomicLong others = new AtomicLong();
        database.run(connection -> {
            NameStatements.TOTALS.each(connection, maxNames, row -> {
                String name = NameStatements.TOTAL.name.of(row);
                long events = NameStatements.TOTAL.events.of(row);
                if (name.equals(RolledUpNames.OTHERS)) {
                    others.set(events);
                } else {
                    totals.put(new EventName(name), events);
                }
            });
            return totals;
        });
        return new EventTotals(totals, others.get());
    }

    @Override
    public <A> A answer(Query<A> query) {
        return query.accept(this);
    }

    @Override
    public Trend trend(TrendQuery query) {
        return counts.trend(query);
    }

    @Override
    public List<ValueCount> top(TopQuery query) {
        return counts.top(query);
    }

    @Override
    public List<Long> funnel(FunnelQuery query) {
        return people.funnel(query);
    }

    @Override
    public List<Cohort> retention(RetentionQuery query) {
        return people.retention(query);
    }
}
