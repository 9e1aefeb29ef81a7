package dev.portside.persistence.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.event.RecordResult;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.Trend.Point;
import dev.portside.domain.event.TrendQuery;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.persistence.event.rollup.EventCompaction;
import dev.portside.persistence.event.rollup.HighCardinalityProperties;
import dev.portside.persistence.migration.Migrations;
import dev.portside.testkit.event.EventFixtures;
import dev.portside.testkit.services.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EventPartitionsTest {

    private static final EventName VIEW = new EventName("view");

    private PostgresSettings settings;
    private Database database;
    private EventPartitions partitions;
    private EventCompaction compaction;
    private PostgresEventStore events;

    @BeforeEach
    void open() {
        settings = TestStorage.settings(TestPostgres.createDatabase());
        new Migrations(OwnConnections.source(settings)).run();
        database = TestStorage.database(settings);
        HighCardinalityProperties wide = new HighCardinalityProperties();
        compaction = new EventCompaction(database, wide);
        partitions = new EventPartitions(database, compaction);
        events = new PostgresEventStore(database, partitions, wide);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void months_are_made_ahead_once_and_for_events_that_need_others() throws SQLException {
        partitions.makeAhead(Instant.parse("2026-11-30T23:59:59Z"));
        partitions.makeAhead(Instant.parse("2026-12-01T00:00:00Z"));
        events.record(List.of(event(1, "2025-03-01T00:00:00Z"), event(2, "1999-01-01T00:00:00Z")));

        assertEquals(
                List.of(
                        "events_2025_03",
                        "events_2026_11",
                        "events_2026_12",
                        "events_2027_01",
                        "events_2027_02",
                        "events_before_2025"),
                tables());
    }

    @Test
    void what_is_too_old_goes_with_its_part_of_the_rollups_and_may_come_again() throws SQLException {
        NewEvent old = event(1, "2025-12-31T23:59:59.999999Z");
        List<NewEvent> all = List.of(
                event(4, "2019-05-05T05:05:05Z"),
                old,
                event(2, "2026-01-01T00:00:00Z"),
                event(3, "2026-02-03T04:05:06Z"));
        events.record(all);
        compaction.run();
        NewEvent uncompacted = event(5, "2025-12-30T00:00:00Z");
        events.record(List.of(uncompacted));

        partitions.dropBefore(Instant.parse("2026-01-31T12:00:00Z"));
        partitions.dropBefore(Instant.parse("2026-01-31T12:00:00Z"));

        assertEquals(Map.of(VIEW, 2L), events.totals().names());
        assertEquals(List.of(0L, 1L, 1L), months());
        assertTrue(!tables().contains("events_2025_12"));
        assertEquals(List.of(RecordResult.STORED), events.record(List.of(old)));
        assertEquals(List.of(RecordResult.DUPLICATE), events.record(List.of(all.get(2))));
        assertEquals(List.of(1L, 1L, 1L), months());
    }

    @Test
    void values_and_names_that_no_kept_event_has_do_not_count() throws SQLException {
        for (int month = 1; month <= 12; month++) {
            List<NewEvent> versions = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int id = month * 100 + i;
                versions.add(EventFixtures.event(
                        id, "view", "ada", "2025-%02d-10T12:00:00Z".formatted(month), "version", "v" + id));
            }
            versions.add(EventFixtures.event(
                    month * 100 + 99, "only in " + month, null, "2025-%02d-10T12:00:00Z".formatted(month)));
            versions.add(EventFixtures.event(
                    month * 100 + 98, "view", "ada", "2025-%02d-10T12:00:00Z".formatted(month), tooManyProperties()));
            events.record(versions);
            compaction.run();
            partitions.dropBefore(Instant.parse("2025-%02d-01T00:00:00Z".formatted(month)));
        }

        assertEquals(0, number("select count(*) from event_wide_properties"));
        assertEquals(50, number("select count(*) from event_values"));
        assertEquals(2, number("select count(*) from event_names"));
        assertEquals(52, number("select sum(events) from event_names"));
        assertEquals(
                number("select count(*) from event_rollups where property not in ('', chr(1))"),
                number("select sum(rollups) from event_names"));
    }

    /** So that the event is left out of the rollups of properties. */
    private static String[] tooManyProperties() {
        return IntStream.range(0, 102).mapToObj(i -> "p" + i).toArray(String[]::new);
    }

    /** The writer has written when the ids are looked for, and commits while the removal waits for the month. */
    @Test
    void an_event_that_is_committed_while_its_month_is_removed_goes_with_its_id() throws Exception {
        events.record(List.of(event(1, "2025-12-30T00:00:00Z"), event(3, "2026-01-01T00:00:00Z")));

        removedWhileWritten("2025-12-31T00:00:00Z");

        assertEquals(List.of(RecordResult.STORED), events.record(List.of(event(2, "2025-12-31T00:00:00Z"))));
        assertEquals(List.of(1L, 1L, 0L), months());
    }

    @Test
    void an_event_before_all_months_that_is_committed_while_they_are_removed_goes_with_its_id() throws Exception {
        events.record(List.of(event(1, "2019-12-30T00:00:00Z"), event(3, "2026-01-01T00:00:00Z")));

        removedWhileWritten("2019-12-31T00:00:00Z");

        assertEquals(Map.of(VIEW, 1L), events.totals().names());
        assertEquals(List.of(RecordResult.STORED), events.record(List.of(event(2, "2019-12-31T00:00:00Z"))));
    }

    /** The writer comes when the month is gone: its month is made again. */
    @Test
    void an_event_that_comes_after_its_month_was_removed_is_stored() {
        NewEvent late = event(1, "2025-12-30T00:00:00Z");
        events.record(List.of(late));
        partitions.dropBefore(Instant.parse("2026-01-31T12:00:00Z"));

        assertEquals(List.of(RecordResult.STORED), events.record(List.of(late)));
        assertEquals(List.of(RecordResult.DUPLICATE), events.record(List.of(late)));
        assertEquals(Map.of(VIEW, 1L), events.totals().names());
    }

    private void removedWhileWritten(String at) throws Exception {
        try (Connection writer = OwnConnections.source(settings).getConnection();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            String id = EventFixtures.id(2).toString();
            statement.execute("insert into event_ids (id) values ('" + id + "')");
            statement.execute(
                    "insert into events (id, name, at, properties) values ('" + id + "', 'view', '" + at + "', '{}')");
            FutureTask<Boolean> removal = new FutureTask<>(() -> {
                // The lock is waited for no longer than a second, and the writer may be slower on a busy machine.
                for (int tries = 0; tries < 60; tries++) {
                    try {
                        partitions.dropBefore(Instant.parse("2026-01-31T12:00:00Z"));
                        return true;
                    } catch (Fault e) {
                        // There is a next time, as for the housekeeping.
                    }
                }
                return false;
            });
            Thread.ofVirtual().start(removal);
            while (number("select count(*) from pg_locks where not granted and database ="
                            + " (select oid from pg_database where datname = current_database())")
                    == 0) {
                LockSupport.parkNanos(1_000_000);
            }
            writer.commit();
            assertTrue(removal.get());
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = OwnConnections.source(settings).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private List<Long> months() {
        TimeWindow window =
                new TimeWindow(Instant.parse("2025-12-01T00:00:00Z"), Instant.parse("2026-03-01T00:00:00Z"));
        Buckets buckets = Buckets.of(window, Interval.MONTH, ZoneOffset.UTC);
        return events.answer(new TrendQuery(VIEW, buckets, Optional.empty())).series().getFirst().points().stream()
                .map(Point::count)
                .toList();
    }

    private List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = OwnConnections.source(settings).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select inhrelid::regclass::text from pg_inherits where inhparent = 'events'::regclass order"
                                + " by 1")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private static NewEvent event(int id, String at) {
        return EventFixtures.event(id, "view", "ada", at);
    }
}
