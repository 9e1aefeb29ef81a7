package dev.portside.persistence.event.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deltas of events that are stored together. */
class EventDeltasTest {

    private final PostgresSettings settings = TestStorage.settings(TestStorage.migrated());

    /** 490 in groups of 49, then of the first group again, 49 that would be beyond 500 if they counted twice. */
    @Test
    void only_new_properties_count_towards_those_of_a_name() throws SQLException {
        List<NewEvent> events = new ArrayList<>();
        for (int id = 0; id < 20; id++) {
            events.add(event(id, 49 * (id % 10), 49));
        }
        record(events);

        assertEquals(0, leftOut());
        assertEquals(490, number("select count(*) from event_deltas where property <> ''"));
    }

    @Test
    void an_event_that_brings_too_many_new_ones_is_left_out() throws SQLException {
        List<NewEvent> events = new ArrayList<>();
        for (int id = 0; id < 11; id++) {
            events.add(event(id, 49 * id, 49));
        }
        record(events);

        assertEquals(1, leftOut());
    }

    private static NewEvent event(int id, int first, int properties) {
        String[] members = IntStream.range(0, properties)
                .boxed()
                .flatMap(i -> List.of("p" + (first + i), "v").stream())
                .toArray(String[]::new);
        return EventFixtures.event(id, "view", "ada", "2026-03-10T10:00:00Z", members);
    }

    private void record(List<NewEvent> events) {
        try (Database database = TestStorage.database(settings)) {
            HighCardinalityProperties wide = new HighCardinalityProperties();
            EventPartitions partitions = new EventPartitions(database, new EventCompaction(database, wide));
            new PostgresEventStore(database, partitions, wide).record(events);
        }
    }

    private long leftOut() throws SQLException {
        return number("select coalesce(sum(size), 0) from event_deltas where property = chr(1)");
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
