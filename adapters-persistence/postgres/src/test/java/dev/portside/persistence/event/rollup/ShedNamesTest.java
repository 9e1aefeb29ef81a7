package dev.portside.persistence.event.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.domain.event.NewEvent;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.persistence.event.EventPartitions;
import dev.portside.persistence.event.PostgresEventStore;
import dev.portside.testkit.event.EventFixtures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rollups of names when fewer may have some of their own than there are. */
class ShedNamesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int NAMES = 9;

    /** Of hours; with those of the days, three names have more than are shed at once. */
    private static final int HOURS = 2_000;

    private PostgresSettings settings;
    private Database database;
    private PostgresEventStore events;
    private EventCompaction lowered;

    @BeforeEach
    void record() {
        settings = TestStorage.settings(TestStorage.migrated());
        database = TestStorage.database(settings);
        HighCardinalityProperties wide = new HighCardinalityProperties();
        EventCompaction compaction = new EventCompaction(database, wide);
        lowered = new EventCompaction(database, wide, 1);
        events = new PostgresEventStore(database, new EventPartitions(database, compaction), wide);
        for (int name = 0; name < NAMES; name++) {
            List<NewEvent> all = new ArrayList<>();
            for (int hour = 0; hour < HOURS; hour++) {
                Instant at = START.plus(hour, ChronoUnit.HOURS);
                all.add(EventFixtures.event(
                        EventFixtures.id(name * HOURS + hour), "name " + name, "ada", at, "plan", "free"));
            }
            events.record(all);
            compaction.run();
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void names_are_shed_a_few_rollups_at_a_time() throws SQLException {
        long ofName = number("select rollups from event_names where name = 'name 8'");
        long names = NAMES;
        boolean more = true;
        while (more) {
            more = lowered.step();
            long left = number("select count(*) from event_names where name <> ''");
            assertTrue((names - left) * ofName <= EventCompaction.ROLLUPS_SHED_PER_STEP, names + " to " + left);
            names = left;
        }

        assertEquals(1, names);
        assertEquals(NAMES * HOURS, number("select sum(events) from event_names"));
        assertEquals(
                number("select count(*) from event_rollups where property = 'plan'"),
                number("select sum(rollups) from event_names"));
    }

    @Test
    void deltas_are_added_whatever_becomes_of_that() throws SQLException {
        events.record(List.of(EventFixtures.event(NAMES * HOURS + 1, "name 0", "ada", START.toString())));
        execute("create function refuse() returns trigger language plpgsql as"
                + " $$ begin raise exception 'planted'; end $$");
        execute("create trigger refuse before delete on event_names for each row execute function refuse()");

        assertThrows(RuntimeException.class, lowered::run);

        assertEquals(0, number("select count(*) from event_deltas"));
        assertEquals(HOURS + 1, number("select events from event_names where name = 'name 0'"));
        execute("drop trigger refuse on event_names");
        lowered.run();
        assertFalse(lowered.step());
        assertEquals(2, number("select count(*) from event_names"));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = OwnConnections.source(settings).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
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
}
