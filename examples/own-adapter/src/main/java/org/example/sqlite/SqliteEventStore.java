package org.example.sqlite;

import dev.portside.application.event.EventReader;
import dev.portside.application.event.EventStore;
import dev.portside.application.event.RecordResult;
import dev.portside.application.inmemory.InMemoryEventStore;
import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.EventPage;
import dev.portside.domain.event.EventTotals;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.Query;
import dev.portside.domain.event.RetentionQuery;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuery;
import dev.portside.domain.event.ValueCount;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Events in SQLite. Lists, totals and the most frequent values are SQL; for the other queries the events that they are about are
 * read, and Portside's own store in memory answers. People are always counted exactly.
 */
final class SqliteEventStore implements EventStore, Query.Visitor {

    private final SqliteFile file;

    SqliteEventStore(SqliteFile file) {
        this.file = file;
    }

    @Override
    public List<RecordResult> record(List<NewEvent> events) {
        return file.write(session -> {
            List<RecordResult> results = new ArrayList<>();
            for (NewEvent event : events) {
                results.add(record(session, event));
            }
            return results;
        });
    }

    private static RecordResult record(Session session, NewEvent added) throws SQLException {
        Event event = added.event();
        Optional<Long> number = session.first(
                row -> row.getLong(1),
                "insert into events (id, name, person, at, properties) values (?, ?, ?, ?, ?)"
                        + " on conflict (id) do nothing returning number",
                EventRows.bytes(event.id()),
                event.name().value(),
                event.person().map(PersonId::value).orElse(null),
                Micros.of(event.at()),
                event.properties());
        if (number.isEmpty()) {
            return RecordResult.DUPLICATE;
        }
        for (Map.Entry<PropertyName, String> value : added.values().entrySet()) {
            session.change(
                    "insert into event_values (event, property, value) values (?, ?, ?)",
                    number.get(),
                    value.getKey().value(),
                    value.getValue());
        }
        return RecordResult.STORED;
    }

    @Override
    public EventPage list(EventListing listing) {
        StringBuilder sql = new StringBuilder("select id, name, person, at, properties from events where true");
        List<Object> arguments = new ArrayList<>();
        listing.name().ifPresent(name -> {
            sql.append(" and name = ?");
            arguments.add(name.value());
        });
        listing.person().ifPresent(person -> {
            sql.append(" and person = ?");
            arguments.add(person.value());
        });
        listing.window().ifPresent(window -> {
            sql.append(" and at >= ? and at < ?");
            arguments.addAll(List.of(Micros.of(window.from()), Micros.of(window.to())));
        });
        listing.after().ifPresent(cursor -> {
            sql.append(" and (at, id) < (?, ?)");
            arguments.addAll(List.of(Micros.of(cursor.at()), EventRows.bytes(cursor.id())));
        });
        sql.append(" order by at desc, id desc limit ?");
        arguments.add(listing.limit() + 1);
        return file.read(session -> {
            EventPage.Gathering gathering = new EventPage.Gathering(listing.limit());
            session.eachWhile(row -> gathering.add(EventRows.event(row)), sql.toString(), arguments.toArray());
            return gathering.page();
        });
    }

    @Override
    public EventTotals totals() {
        return file.read(session -> {
            Map<EventName, Long> names = session
                    .list(
                            row -> Map.entry(new EventName(row.getString(1)), row.getLong(2)),
                            "select name, count(*) from events group by name order by min(number) limit ?",
                            EventTotals.MAX_NAMES)
                    .stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
            long all = session.first(row -> row.getLong(1), "select count(*) from events")
                    .orElseThrow();
            return new EventTotals(
                    names,
                    all - names.values().stream().mapToLong(Long::longValue).sum());
        });
    }

    @Override
    public <A> A answer(Query<A> query) {
        return query.accept(this);
    }

    @Override
    public List<ValueCount> top(TopQuery query) {
        StringBuilder sql = new StringBuilder("select value, count(*) as times from events"
                + " join event_values on event = number and property = ? where at >= ? and at < ?");
        List<Object> arguments = new ArrayList<>(List.of(
                query.property().value(),
                Micros.of(query.window().from()),
                Micros.of(query.window().to())));
        query.event().ifPresent(name -> {
            sql.append(" and name = ?");
            arguments.add(name.value());
        });
        // Texts are compared as UTF-8, which is the order of code points that ValueCount asks for.
        sql.append(" group by value order by times desc, value limit ?");
        arguments.add(query.limit());
        return file.read(session -> List.copyOf(session.list(
                row -> new ValueCount(row.getString(1), row.getLong(2)), sql.toString(), arguments.toArray())));
    }

    @Override
    public Trend trend(TrendQuery query) {
        return about(List.of(query.event()), query.buckets().window(), query.by())
                .answer(query);
    }

    @Override
    public List<Long> funnel(FunnelQuery query) {
        return about(query.steps(), query.window(), Optional.empty()).answer(query);
    }

    @Override
    public List<Cohort> retention(RetentionQuery query) {
        List<EventName> names = List.of(query.event(), query.returning());
        return about(names, query.buckets().window(), Optional.empty()).answer(query);
    }

    /** Returns a store with the events that a query is about. */
    private EventReader about(List<EventName> names, TimeWindow window, Optional<PropertyName> property) {
        EventStore answering = new InMemoryEventStore();
        answering.record(file.read(session -> EventRows.about(session, names, window, property)));
        return answering;
    }
}
