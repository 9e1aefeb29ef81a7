package dev.portside.persistence.event.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.portside.application.event.EventStore;
import dev.portside.application.event.QueryTooLarge;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuery;
import dev.portside.domain.event.ValueCount;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.event.EventPartitions;
import dev.portside.persistence.event.PostgresEventStore;
import dev.portside.persistence.event.rollup.EventCompaction;
import dev.portside.persistence.event.rollup.HighCardinalityProperties;
import dev.portside.testkit.event.EventFixtures;
import dev.portside.testkit.services.TestPostgres;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cost of counting, whatever is in the data. */
class CountQueriesTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final PropertyName ORDER = new PropertyName("order");
    private static final EventName VIEW = new EventName("view");
    private static final int FEW = 250;
    private static final int MANY = 5_000;

    private Database database;
    private EventStore store;
    private EventCompaction compaction;

    @BeforeEach
    void open() {
        database = TestStorage.database(TestStorage.settings(TestStorage.migrated()));
        HighCardinalityProperties wide = new HighCardinalityProperties();
        compaction = new EventCompaction(database, wide);
        store = new PostgresEventStore(database, new EventPartitions(database, compaction), wide);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Before the first compaction there are deltas of all values, and after it none. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_a_breakdown_takes_does_not_grow_with_the_values(boolean compacted) {
        // So few at once that it is not known yet that there will be too many.
        record("few", FEW, 50);
        record("many", MANY, 50);
        if (compacted) {
            compaction.run();
        }
        allocated("few");

        long few = allocated("few");
        long many = allocated("many");

        // A place for each value in each bucket would be twenty times as much.
        assertTrue(many < 3 * few, many + " bytes after " + few);
    }

    private long allocated(String name) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Buckets buckets = Buckets.of(window(), Interval.HOUR, ZoneOffset.UTC);
        long before = threads.getCurrentThreadAllocatedBytes();
        Trend trend = store.answer(new TrendQuery(new EventName(name), buckets, Optional.of(ORDER)));
        long after = threads.getCurrentThreadAllocatedBytes();
        assertEquals(TrendQuery.TOP + 1, trend.series().size());
        return after - before;
    }

    private static TimeWindow window() {
        return new TimeWindow(START, START.plus(4_000, ChronoUnit.HOURS));
    }

    private void record(String name, int values, int atOnce) {
        List<NewEvent> events = new ArrayList<>();
        for (int value = 0; value < values; value++) {
            // All in some hours, for the people of each cell are not what this is about.
            Instant at = START.plus(value % 100, ChronoUnit.HOURS);
            events.add(EventFixtures.event(
                    EventFixtures.id(name.hashCode() + value), name, "ada", at, "order", "v" + value));
            if (events.size() == atOnce) {
                store.record(events);
                events.clear();
            }
        }
        store.record(events);
    }

    /** Ten of one day that are compacted, of which three become others by what came since, and is not. */
    @Test
    void others_have_their_people_before_the_next_compaction() {
        List<NewEvent> first = new ArrayList<>();
        for (int value = 0; value < TrendQuery.TOP; value++) {
            first.add(event(value, "ada" + value, "2026-03-10T10:00:00Z", "old" + value));
        }
        store.record(first);
        compaction.run();
        List<NewEvent> second = new ArrayList<>();
        for (int value = 0; value < 3; value++) {
            second.add(event(100 + value, "bob", "2026-03-11T10:00:00Z", "new" + value));
            second.add(event(200 + value, "cleo", "2026-03-11T10:00:00Z", "new" + value));
        }
        store.record(second);

        TimeWindow days = EventFixtures.window("2026-03-10T00:00:00Z", "2026-03-12T00:00:00Z");
        Trend.Series others = store.answer(
                        new TrendQuery(VIEW, Buckets.of(days, Interval.DAY, ZoneOffset.UTC), Optional.of(ORDER)))
                .series()
                .getLast();

        assertEquals(new Trend.Group.Others(), others.group());
        assertEquals(3, others.points().getFirst().count());
        assertEquals(3, others.points().getFirst().people().count());
    }

    /** Queries do not read event by event only because one event had more properties than are rolled up. */
    @Test
    void an_event_of_many_properties_leaves_the_rollups_of_others_as_they_are() {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < FEW; i++) {
            events.add(event(i, "ada", "2026-03-10T10:00:00Z", "v" + i % 3));
        }
        store.record(events);
        compaction.run();
        List<String> properties = new ArrayList<>(List.of("order", "v0"));
        for (int i = 0; i < 50; i++) {
            properties.addAll(List.of("p" + i, "yes"));
        }
        store.record(List.of(EventFixtures.event(
                1_000, VIEW.value(), "bob", "2026-03-10T10:00:00Z", properties.toArray(String[]::new))));
        // Of which none may be read: a query that would is refused.
        CountQueries questions = new CountQueries(database, 0, EventScans.ofThisMachine());
        TimeWindow day = EventFixtures.window("2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z");

        for (int round = 0; round < 2; round++) {
            for (Optional<EventName> name : List.of(Optional.<EventName>empty(), Optional.of(VIEW))) {
                assertEquals(
                        List.of(new ValueCount("v0", 85), new ValueCount("v1", 83), new ValueCount("v2", 83)),
                        questions.top(new TopQuery(name, ORDER, day, 10)));
            }
            assertEquals(
                    2,
                    questions
                            .trend(new TrendQuery(
                                    VIEW, Buckets.of(day, Interval.DAY, ZoneOffset.UTC), Optional.of(ORDER)))
                            .series()
                            .getFirst()
                            .points()
                            .getFirst()
                            .people()
                            .count());
            compaction.run();
        }
    }

    /** Their shared rollup is only a bound: a name of few events among them is not refused. */
    @Test
    void names_without_rollups_of_their_own_are_bounded_too() {
        record("first", 1, 1);
        record("many", FEW, FEW);
        record("few", 10, 10);
        new EventCompaction(database, new HighCardinalityProperties(), 1).run();
        CountQueries questions = new CountQueries(database, FEW - 1L, EventScans.ofThisMachine());
        PeopleQueries people = new PeopleQueries(database, FEW - 1L, EventScans.ofThisMachine());
        Buckets months = Buckets.of(window(), Interval.MONTH, ZoneOffset.UTC);
        EventName many = new EventName("many");
        EventName few = new EventName("few");

        for (Optional<PropertyName> by : List.of(Optional.<PropertyName>empty(), Optional.of(ORDER))) {
            assertThrows(QueryTooLarge.class, () -> questions.trend(new TrendQuery(many, months, by)));
            assertTrue(questions
                            .trend(new TrendQuery(few, months, by))
                            .series()
                            .getFirst()
                            .points()
                            .getFirst()
                            .count()
                    > 0);
        }
        assertThrows(QueryTooLarge.class, () -> questions.top(new TopQuery(Optional.of(many), ORDER, window(), 10)));
        assertEquals(
                10,
                questions
                        .top(new TopQuery(Optional.of(few), ORDER, window(), 10))
                        .size());
        assertThrows(
                QueryTooLarge.class,
                () -> people.funnel(new FunnelQuery(List.of(few, many), Duration.ofDays(1), window())));
        assertEquals(List.of(1L, 1L), people.funnel(new FunnelQuery(List.of(few, few), Duration.ofDays(1), window())));
    }

    @Test
    void more_events_than_can_be_read_are_refused_with_what_to_ask_instead() {
        record(VIEW.value(), FEW, FEW);
        compaction.run();
        CountQueries questions = new CountQueries(database, FEW - 1L, EventScans.ofThisMachine());
        Buckets months = Buckets.of(window(), Interval.MONTH, ZoneOffset.UTC);
        Buckets minutes = Buckets.of(
                new TimeWindow(START, START.plus(7_000, ChronoUnit.MINUTES)), Interval.MINUTE, ZoneOffset.UTC);

        QueryTooLarge byValue = assertThrows(
                QueryTooLarge.class, () -> questions.trend(new TrendQuery(VIEW, months, Optional.of(ORDER))));
        QueryTooLarge top = assertThrows(
                QueryTooLarge.class, () -> questions.top(new TopQuery(Optional.empty(), ORDER, window(), 10)));
        QueryTooLarge byMinute = assertThrows(
                QueryTooLarge.class, () -> questions.trend(new TrendQuery(VIEW, minutes, Optional.empty())));

        assertTrue(byValue.reason().contains("ask about a shorter time"), byValue::reason);
        assertTrue(top.reason().contains("a shorter time, or of one event"), top::reason);
        assertTrue(byMinute.reason().contains("a shorter time, or about hours"), byMinute::reason);
        assertEquals(
                1,
                questions
                        .trend(new TrendQuery(VIEW, months, Optional.empty()))
                        .series()
                        .size());
    }

    /** A lock stands for whatever keeps the database from an answer; the session's own bound is the shorter one here. */
    @Test
    void what_the_database_cannot_count_in_time_is_refused_with_what_to_ask_instead() throws SQLException {
        TestPostgres.Database migrated = TestStorage.migrated();
        try (Database brief = TestStorage.database(TestStorage.settings(migrated, Duration.ofSeconds(1)));
                Connection other = brief.administration().getConnection();
                Statement lock = other.createStatement()) {
            CountQueries questions = new CountQueries(brief, FEW, EventScans.ofThisMachine());
            Buckets months = Buckets.of(window(), Interval.MONTH, ZoneOffset.UTC);
            other.setAutoCommit(false);
            lock.execute("lock table events in access exclusive mode");

            QueryTooLarge trend = assertThrows(
                    QueryTooLarge.class, () -> questions.trend(new TrendQuery(VIEW, months, Optional.of(ORDER))));
            QueryTooLarge top = assertThrows(
                    QueryTooLarge.class, () -> questions.top(new TopQuery(Optional.empty(), ORDER, window(), 10)));

            assertTrue(trend.reason().contains("ask about a shorter time"), trend::reason);
            assertEquals(trend.reason(), top.reason());
        }
    }

    private static NewEvent event(int id, String person, String at, String value) {
        return EventFixtures.event(id, VIEW.value(), person, at, "order", value);
    }
}
