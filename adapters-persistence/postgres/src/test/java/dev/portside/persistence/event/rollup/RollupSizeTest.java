package dev.portside.persistence.event.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.domain.event.EventName;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.ValueCount;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.persistence.event.EventPartitions;
import dev.portside.persistence.event.PostgresEventStore;
import dev.portside.persistence.migration.Migrations;
import dev.portside.testkit.event.EventFixtures;
import dev.portside.testkit.services.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rollups take room in proportion to what was sent, whatever that is. */
@Timeout(300)
class RollupSizeTest {

    /** Beyond the events, all that is counted ahead takes at most so many times what was sent, indexes included. */
    private static final int FACTOR = 4;

    private static final Instant START = Instant.parse("2025-11-01T00:00:00Z");

    private final Random random = new Random(1);
    private PostgresSettings settings;
    private Database database;
    private EventCompaction compaction;
    private PostgresEventStore events;

    @BeforeEach
    void open() {
        settings = TestStorage.settings(TestPostgres.createDatabase());
        new Migrations(OwnConnections.source(settings)).run();
        database = TestStorage.database(settings);
        HighCardinalityProperties wide = new HighCardinalityProperties();
        compaction = new EventCompaction(database, wide);
        events = new PostgresEventStore(database, new EventPartitions(database, compaction), wide);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void many_properties_of_many_values() throws SQLException {
        List<NewEvent> all = new ArrayList<>();
        for (int id = 0; id < 2_500; id++) {
            String[] properties = new String[40];
            for (int p = 0; p < 20; p++) {
                properties[2 * p] = "property " + p;
                properties[2 * p + 1] = "value " + random.nextInt(150);
            }
            all.add(event(id, "order", properties));
        }

        assertInProportion(all);
        assertTrue(number("select count(*) from event_rollups where property <> ''") <= RollupBudget.FREE + 2_500);
        assertCountedAsSent(all, "order", "property 7");
    }

    @Test
    void many_names_of_many_properties_of_long_numbers() throws SQLException {
        List<NewEvent> all = new ArrayList<>();
        for (int id = 0; id < 2_500; id++) {
            String[] properties = new String[100];
            for (int p = 0; p < 50; p++) {
                properties[2 * p] = "p" + p;
                properties[2 * p + 1] = EventFixtures.json("1e199");
            }
            all.add(event(id, "name " + id, properties));
        }

        assertInProportion(all);
        assertCountedAsSent(all, "name 7", "p7");
        assertCountedAsSent(all, "name 2001", "p7");
    }

    @Test
    void names_with_ids_in_them() throws SQLException {
        List<NewEvent> all = new ArrayList<>();
        for (int id = 0; id < 10_000; id++) {
            all.add(event(
                    id, "viewed product " + id, "category", "c" + id % 10, "plan", "free", "page", "/p/" + id % 30));
        }

        assertInProportion(all);
        assertTrue(number("select count(*) from event_names") <= PostgresSettings.DEFAULT_MAX_EVENT_NAMES + 1);
        assertCountedAsSent(all, "viewed product 9999", "category");
        assertCountedAsSent(all, "", "category");
    }

    /** Rollups that save work are still kept. */
    @Test
    void properties_of_few_values_stay() throws SQLException {
        List<NewEvent> all = new ArrayList<>();
        for (int id = 0; id < 20_000; id++) {
            all.add(event(id, "view", "plan", "p" + random.nextInt(4), "country", "c" + random.nextInt(40)));
        }
        record(all);

        assertEquals(0, number("select count(*) from event_wide_properties"));
        assertCountedAsSent(all, "view", "country");
    }

    private NewEvent event(int id, String name, String... properties) {
        Instant at = START.plusSeconds(random.nextInt(365 * 24 * 3_600));
        return EventFixtures.event(id, name, "person " + random.nextInt(1_000), at.toString(), properties);
    }

    private void record(List<NewEvent> all) {
        for (int from = 0; from < all.size(); from += 2_500) {
            events.record(all.subList(from, Math.min(all.size(), from + 2_500)));
            compaction.run();
        }
    }

    private void assertInProportion(List<NewEvent> all) throws SQLException {
        long empty = bytes();
        record(all);
        long sent = all.stream()
                .mapToLong(added -> added.event().properties().getBytes(StandardCharsets.UTF_8).length
                        + added.event().name().value().length()
                        + "{\"name\":\"\",\"user_id\":\"\",\"timestamp\":\"\",\"properties\":}".length()
                        + added.event().person().orElseThrow().value().length()
                        + added.event().at().toString().length())
                .sum();

        long more = bytes() - empty;

        assertTrue(more <= FACTOR * sent, () -> more + " bytes for " + sent + " sent");
    }

    /** Without what was taken from the deltas, whose place is used again. */
    private long bytes() throws SQLException {
        for (String table : List.of("event_rollups", "event_values", "event_names", "event_wide_properties")) {
            execute("vacuum full " + table);
        }
        return number("select sum(pg_total_relation_size(name::regclass))::bigint from unnest(array['event_rollups',"
                + " 'event_values', 'event_names', 'event_wide_properties']) as tables (name)");
    }

    private void assertCountedAsSent(List<NewEvent> all, String name, String property) {
        TimeWindow window = new TimeWindow(START, START.plusSeconds(366 * 24 * 3_600));
        Optional<EventName> event = name.isEmpty() ? Optional.empty() : Optional.of(new EventName(name));
        long expected = all.stream()
                .filter(added -> event.isEmpty() || added.event().name().equals(event.get()))
                .filter(added -> added.values().containsKey(new PropertyName(property)))
                .count();

        List<ValueCount> top = events.answer(new TopQuery(event, new PropertyName(property), window, 100));
        if (top.size() < 100) {
            assertEquals(expected, top.stream().mapToLong(ValueCount::count).sum());
        } else {
            assertTrue(expected > 0 && top.getFirst().count() > 0);
        }
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
