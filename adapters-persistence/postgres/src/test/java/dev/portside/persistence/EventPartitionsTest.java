package dev.portside.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.event.Recording;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.Trend.Point;
import dev.portside.domain.event.TrendQuestion;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
        WideProperties wide = new WideProperties();
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
        assertEquals(List.of(Recording.STORED), events.record(List.of(old)));
        assertEquals(List.of(Recording.DUPLICATE), events.record(List.of(all.get(2))));
        assertEquals(List.of(1L, 1L, 1L), months());
    }

    private List<Long> months() {
        TimeWindow window =
                new TimeWindow(Instant.parse("2025-12-01T00:00:00Z"), Instant.parse("2026-03-01T00:00:00Z"));
        Buckets buckets = Buckets.of(window, Interval.MONTH, ZoneOffset.UTC);
        return events.trend(new TrendQuestion(VIEW, buckets, Optional.empty())).series().getFirst().points().stream()
                .map(Point::count)
                .toList();
    }

    private List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = OwnConnections.source(settings).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select inhrelid::regclass::text from pg_inherits where inhparent = 'events'::regclass order by 1")) {
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
