package dev.portside.persistence.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.event.EventStore;
import dev.portside.application.inmemory.InMemoryEventStore;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.EventTotals;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.RetentionQuery;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.TrendQuery;
import dev.portside.domain.event.ValueCount;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.persistence.event.rollup.CompactionStatements;
import dev.portside.persistence.event.rollup.EventCompaction;
import dev.portside.persistence.event.rollup.HighCardinalityProperties;
import dev.portside.persistence.event.rollup.Span;
import dev.portside.persistence.migration.Migrations;
import dev.portside.testkit.event.EventFixtures;
import dev.portside.testkit.services.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked at whatever state of the rollups, the database answers what the executable specification does. */
class EventAgreementTest {

    private static final Instant START = Instant.parse("2026-03-20T00:00:00Z");
    private static final Duration SPREAD = Duration.ofDays(40);
    private static final int BATCHES = 12;
    private static final int EVENTS = 250;
    private static final int QUESTIONS = 25;
    private static final List<EventName> NAMES =
            List.of(new EventName("view"), new EventName("cart"), new EventName("pay"));
    private static final List<Interval> INTERVALS = List.of(Interval.HOUR, Interval.DAY, Interval.WEEK, Interval.MONTH);
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe");

    private final EventStore memory = new InMemoryEventStore();
    private Database database;
    private EventStore postgres;
    private EventCompaction compaction;

    @BeforeEach
    void open() {
        PostgresSettings settings = TestStorage.settings(TestPostgres.createDatabase());
        new Migrations(OwnConnections.source(settings)).run();
        database = TestStorage.database(settings);
        use(PostgresSettings.DEFAULT_MAX_EVENT_NAMES);
    }

    private void use(int maxNames) {
        HighCardinalityProperties wide = new HighCardinalityProperties();
        compaction = new EventCompaction(database, wide, maxNames);
        EventPartitions partitions = new EventPartitions(database, compaction);
        postgres = new PostgresEventStore(database, partitions, wide, maxNames);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Each of an hour of its own, so that they are more than one step takes. */
    @Test
    void all_that_events_leave_behind_is_added_in_the_end() {
        Instant start = Instant.parse("2025-06-01T00:00:00Z");
        int calls = 5;
        int each = CompactionStatements.DELTAS_PER_STEP / 4;
        for (int call = 0; call < calls; call++) {
            List<NewEvent> events = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                int id = call * each + i;
                events.add(EventFixtures.event(
                        id,
                        "view",
                        "ada",
                        start.plus(id % 10_000, ChronoUnit.HOURS).toString(),
                        "plan",
                        "p" + id % 2));
            }
            postgres.record(events);
        }

        assertTrue(compaction.step());
        compaction.run();

        assertFalse(compaction.step());
        assertEquals(
                Map.of(new EventName("view"), (long) calls * each),
                postgres.totals().names());
        TimeWindow all = new TimeWindow(start, start.plus(10_000, ChronoUnit.HOURS));
        assertEquals(
                List.of(new ValueCount("p0", 12_500), new ValueCount("p1", 12_500)),
                postgres.answer(new TopQuery(Optional.of(new EventName("view")), new PropertyName("plan"), all, 10)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_database_answers_as_the_specification_does(long seed) {
        answersAgree(new Random(seed));

        assertEquals(memory.totals(), postgres.totals());
    }

    /** The bound becomes lower on the way, so some lose their rollups. */
    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void the_database_answers_as_the_specification_does_of_names_without_rollups(long seed) {
        Random random = new Random(seed);
        use(2);
        answersAgree(random);
        use(1);
        answersAgree(random);

        EventTotals totals = postgres.totals();
        assertEquals(1, totals.names().size());
        totals.names()
                .forEach((name, count) -> assertEquals(memory.totals().names().get(name), count));
        assertEquals(
                memory.totals().names().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                totals.others()
                        + totals.names().values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
    }

    private void answersAgree(Random random) {
        List<NewEvent> all = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            List<NewEvent> events = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                boolean again = !all.isEmpty() && random.nextInt(20) == 0;
                events.add(again ? all.get(random.nextInt(all.size())) : event(random));
                all.add(events.getLast());
            }
            assertEquals(memory.record(events), postgres.record(events));
            if (random.nextInt(3) == 0) {
                compaction.run();
            }
            for (int i = 0; i < QUESTIONS; i++) {
                ask(random);
            }
        }
    }

    private void ask(Random random) {
        TimeWindow window = window(random);
        ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                Interval interval = INTERVALS.get(random.nextInt(INTERVALS.size()));
                Optional<PropertyName> by = random.nextBoolean() ? Optional.empty() : Optional.of(property(random));
                TrendQuery question = new TrendQuery(name(random), Buckets.of(window, interval, zone), by);
                assertEquals(memory.answer(question), postgres.answer(question), question::toString);
            }
            case 2 -> {
                Optional<EventName> name = random.nextBoolean() ? Optional.empty() : Optional.of(name(random));
                TopQuery question = new TopQuery(name, property(random), window, 1 + random.nextInt(20));
                assertEquals(memory.answer(question), postgres.answer(question), question::toString);
            }
            case 3 -> {
                List<EventName> steps = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    steps.add(name(random));
                }
                FunnelQuery question = new FunnelQuery(steps, Duration.ofHours(1 + random.nextInt(200)), window);
                assertEquals(memory.answer(question), postgres.answer(question), question::toString);
                Buckets buckets = Buckets.of(window, random.nextBoolean() ? Interval.DAY : Interval.WEEK, zone);
                RetentionQuery retention = new RetentionQuery(name(random), name(random), buckets);
                assertEquals(memory.answer(retention), postgres.answer(retention), retention::toString);
            }
            default -> {
                EventListing listing = new EventListing(
                        random.nextBoolean() ? Optional.empty() : Optional.of(name(random)),
                        random.nextBoolean() ? Optional.empty() : Optional.of(person(random)),
                        random.nextBoolean() ? Optional.empty() : Optional.of(window),
                        Optional.empty(),
                        1 + random.nextInt(50));
                var page = postgres.list(listing);
                assertEquals(memory.list(listing), page, listing::toString);
                if (page.next().isPresent()) {
                    EventListing next = new EventListing(
                            listing.name(), listing.person(), listing.window(), page.next(), listing.limit());
                    assertEquals(memory.list(next), postgres.list(next), next::toString);
                }
            }
        }
    }

    private static TimeWindow window(Random random) {
        Instant from = START.minus(Duration.ofDays(2)).plus(part(random, SPREAD));
        Instant to = from.plus(part(random, SPREAD)).plusSeconds(1);
        if (random.nextBoolean()) {
            from = Span.HOUR.floor(from);
            to = Span.HOUR.ceiling(to);
        }
        return new TimeWindow(from, to);
    }

    private static Duration part(Random random, Duration of) {
        return Duration.ofSeconds(random.nextLong(of.toSeconds())).plusNanos(random.nextInt(1_000_000) * 1_000L);
    }

    private static NewEvent event(Random random) {
        Instant at = START.plus(part(random, SPREAD));
        if (random.nextInt(5) == 0) {
            at = Span.HOUR.floor(at);
        }
        Map<PropertyName, String> values = new HashMap<>();
        List<String> json = new ArrayList<>();
        if (random.nextInt(10) > 0) {
            String plan = List.of("free", "pro", "team").get(random.nextInt(3));
            values.put(new PropertyName("plan"), plan);
            json.add("\"plan\":\"" + plan + "\"");
        }
        String country = "c" + random.nextInt(15);
        values.put(new PropertyName("country"), country);
        json.add("\"country\":\"" + country + "\"");
        String session = Integer.toString(random.nextInt(1_000));
        values.put(new PropertyName("session"), session);
        json.add("\"session\":" + session);
        if (random.nextInt(50) == 0) {
            // More than are rolled up of an event.
            for (int more = 0; more < 51; more++) {
                values.put(new PropertyName("more" + more), "yes");
                json.add("\"more" + more + "\":\"yes\"");
            }
        }
        boolean nobody = random.nextInt(10) == 0;
        return new NewEvent(
                new Event(
                        new EventId(new UUID(random.nextLong(), random.nextLong())),
                        name(random),
                        nobody ? Optional.empty() : Optional.of(person(random)),
                        at,
                        "{" + String.join(",", json) + "}"),
                values);
    }

    private static PropertyName property(Random random) {
        return new PropertyName(List.of("plan", "country", "session", "none").get(random.nextInt(4)));
    }

    private static EventName name(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private static PersonId person(Random random) {
        return new PersonId("person " + random.nextInt(60));
    }
}
