package dev.portside.persistence.event.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.event.EventStore;
import dev.portside.application.event.QueryTooLarge;
import dev.portside.application.inmemory.InMemoryEventStore;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.RetentionQuery;
import dev.portside.domain.event.TimeWindow;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.event.EventPartitions;
import dev.portside.persistence.event.PostgresEventStore;
import dev.portside.persistence.event.rollup.EventCompaction;
import dev.portside.persistence.event.rollup.HighCardinalityProperties;
import dev.portside.testkit.event.EventFixtures;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cost of queries about what people did, whatever is in the data. */
class PeopleQueriesTest {

    private static final EventName VIEW = new EventName("view");
    private static final EventName CART = new EventName("cart");
    private static final TimeWindow YEAR = EventFixtures.window("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");

    private final EventStore memory = new InMemoryEventStore();
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

    /** There is room for some hundreds of them at a time. */
    @Test
    void funnels_of_more_people_than_there_is_room_for_are_told_in_parts() {
        Random random = new Random(5);
        for (int batch = 0; batch < 5; batch++) {
            List<NewEvent> events = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                Instant at = YEAR.from().plusSeconds(random.nextInt(5_000_000));
                events.add(EventFixtures.event(
                        EventFixtures.id(batch * 2_000 + i),
                        random.nextInt(3) == 0 ? CART.value() : VIEW.value(),
                        "person " + random.nextInt(4_000),
                        at));
            }
            memory.record(events);
            store.record(events);
        }
        PeopleQueries questions = new PeopleQueries(database, Long.MAX_VALUE, EventScans.ofThisMachine(), 1);

        for (List<EventName> steps : List.of(
                List.of(VIEW, CART),
                List.of(CART, VIEW, CART),
                List.of(VIEW, VIEW, CART, VIEW),
                Collections.nCopies(FunnelQuery.MAX_STEPS, VIEW))) {
            FunnelQuery question = new FunnelQuery(steps, Duration.ofDays(9), YEAR);
            assertEquals(memory.answer(question), questions.funnel(question), question::toString);
        }
    }

    /** With room for 682 at a time, each half of 8,000 people takes 8 parts or a few more. */
    @Test
    void events_that_would_be_read_too_often_are_refused_with_what_to_ask_instead() {
        int people = 8_000;
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            events.add(EventFixtures.event(
                    EventFixtures.id(i),
                    VIEW.value(),
                    "person " + i,
                    YEAR.from().plusSeconds(i)));
        }
        store.record(events);
        compaction.run();
        FunnelQuery question = new FunnelQuery(List.of(VIEW, CART), Duration.ofDays(7), YEAR);

        QueryTooLarge refusal =
                assertThrows(QueryTooLarge.class, () -> tellingInParts(people).funnel(question));
        List<Long> told =
                tellingInParts(16L / PeopleQueries.MAX_PASSES * people).funnel(question);

        assertTrue(refusal.reason().contains("ask about a shorter time, about fewer steps"), refusal::reason);
        assertEquals(List.of((long) people, 0L), told);
    }

    private PeopleQueries tellingInParts(long maxEventsRead) {
        return new PeopleQueries(database, maxEventsRead, EventScans.ofThisMachine(), 1);
    }

    @Test
    void more_events_than_can_be_read_are_refused_with_what_to_ask_instead() {
        store.record(List.of(
                EventFixtures.event(1, VIEW.value(), "ada", "2026-03-10T10:00:00Z"),
                EventFixtures.event(2, CART.value(), "ada", "2026-03-10T11:00:00Z"),
                EventFixtures.event(3, VIEW.value(), "ada", "2026-05-10T11:00:00Z")));
        compaction.run();
        PeopleQueries questions = new PeopleQueries(database, 2, EventScans.ofThisMachine());
        FunnelQuery year = new FunnelQuery(List.of(VIEW, CART), Duration.ofDays(7), YEAR);
        FunnelQuery march = new FunnelQuery(
                List.of(VIEW, CART),
                Duration.ofDays(7),
                EventFixtures.window("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"));
        RetentionQuery retention = new RetentionQuery(VIEW, CART, Buckets.of(YEAR, Interval.MONTH, ZoneOffset.UTC));

        QueryTooLarge funnel = assertThrows(QueryTooLarge.class, () -> questions.funnel(year));
        assertThrows(QueryTooLarge.class, () -> questions.retention(retention));

        assertTrue(funnel.reason().contains("ask about a shorter time"), funnel::reason);
        assertEquals(List.of(1L, 1L), questions.funnel(march));
    }
}
