package dev.portside.testkit.event;

import static dev.portside.testkit.event.EventFixtures.event;
import static dev.portside.testkit.event.EventFixtures.id;
import static dev.portside.testkit.event.EventFixtures.json;
import static dev.portside.testkit.event.EventFixtures.store;
import static dev.portside.testkit.event.EventFixtures.window;
import static dev.portside.testkit.event.TrendText.days;
import static dev.portside.testkit.event.TrendText.daysBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.event.EventStore;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuery;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Contract of trends that are broken down by a property. */
public interface EventBreakdownContract extends EventFixtures {

    @Test
    default void more_than_ten_values_are_the_most_frequent_ones_and_all_others_together() {
        EventStore store = emptyStore();
        List<NewEvent> events = new ArrayList<>();
        // Twelve times v01, eleven times v02, and so on; each value by p1, p2, and so on.
        for (int value = 1; value <= 12; value++) {
            for (int person = 1; person <= 13 - value; person++) {
                String text = (value < 10 ? "v0" : "v") + value;
                events.add(event(events.size(), "view", "p" + person, "2026-03-10T10:00:00Z", "plan", text));
            }
        }
        events.add(event(100, "view", "p9", "2026-03-11T10:00:00Z", "plan", "v12"));
        events.add(event(101, "view", null, "2026-03-11T10:00:00Z", "plan", "v10"));
        events.add(event(102, "view", "p1", "2026-03-11T10:00:00Z"));
        store(store, events);

        assertEquals(
                List.of(
                        "'v01': 12/12 0/0",
                        "'v02': 11/11 0/0",
                        "'v03': 10/10 0/0",
                        "'v04': 9/9 0/0",
                        "'v05': 8/8 0/0",
                        "'v06': 7/7 0/0",
                        "'v07': 6/6 0/0",
                        "'v08': 5/5 0/0",
                        "'v09': 4/4 0/0",
                        "'v10': 3/3 1/0",
                        "others: 3/2 1/1"),
                daysBy(store, "plan", "2026-03-10T00:00:00Z", "2026-03-12T00:00:00Z"));
        assertEquals(
                List.of("'v10': 1/0", "'v12': 1/1"),
                daysBy(store, "plan", "2026-03-11T00:00:00Z", "2026-03-12T00:00:00Z"));
        assertEquals(List.of("all: 78/12 3/2"), days(store, "view", "2026-03-10T00:00:00Z", "2026-03-12T00:00:00Z"));
    }

    @Test
    default void ten_values_leave_no_others() {
        EventStore store = emptyStore();
        List<NewEvent> events = new ArrayList<>();
        for (int value = 0; value < 10; value++) {
            events.add(event(value, "view", null, "2026-03-10T10:00:00Z", "plan", "v" + value));
        }
        store(store, events);

        assertEquals(
                List.of(
                        "'v0': 1/0",
                        "'v1': 1/0",
                        "'v2': 1/0",
                        "'v3': 1/0",
                        "'v4': 1/0",
                        "'v5': 1/0",
                        "'v6': 1/0",
                        "'v7': 1/0",
                        "'v8': 1/0",
                        "'v9': 1/0"),
                daysBy(store, "plan", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"));
    }

    @Test
    default void equally_frequent_values_are_in_the_order_of_their_code_points() {
        EventStore store = emptyStore();
        List<String> values = List.of("😀", "b", "é", "\uffff", "", "9", "B", "10", "z", "a b", "a", "👩‍👩‍👧‍👦");
        List<NewEvent> events = new ArrayList<>();
        for (String value : values) {
            events.add(event(events.size(), "view", "ada", "2026-03-10T10:00:00Z", "plan", value));
        }
        store(store, events);

        assertEquals(
                List.of(
                        "'': 1/1",
                        "'10': 1/1",
                        "'9': 1/1",
                        "'B': 1/1",
                        "'a': 1/1",
                        "'a b': 1/1",
                        "'b': 1/1",
                        "'z': 1/1",
                        "'é': 1/1",
                        "'\uffff': 1/1",
                        "others: 2/1"),
                daysBy(store, "plan", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"));
    }

    @Test
    default void values_that_differ_in_case_are_different() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-10T10:00:00Z", "plan", "pro"),
                event(2, "view", "ada", "2026-03-10T10:00:00Z", "plan", "Pro"),
                event(3, "view", "ada", "2026-03-10T10:00:00Z", "plan", "PRO"),
                event(4, "view", "ada", "2026-03-10T10:00:00Z", "plan", "pro "),
                event(5, "view", "ada", "2026-03-10T10:00:00Z", "Plan", "pro"));

        assertEquals(
                List.of("'PRO': 1/1", "'Pro': 1/1", "'pro': 1/1", "'pro ': 1/1"),
                daysBy(store, "plan", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"));
    }

    @Test
    default void numbers_and_booleans_are_values_and_equal_the_same_texts() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-10T10:00:00Z", "plan", json("5")),
                event(2, "view", "bob", "2026-03-10T10:00:00Z", "plan", "5"),
                event(3, "view", "ada", "2026-03-10T10:00:00Z", "plan", json("5")),
                event(4, "view", "ada", "2026-03-10T10:00:00Z", "plan", json("true")),
                event(5, "view", "ada", "2026-03-10T10:00:00Z", "plan", "true"),
                event(6, "view", "ada", "2026-03-10T10:00:00Z", "plan", json("1e2")),
                event(7, "view", "ada", "2026-03-10T10:00:00Z", "plan", json("-1.50")),
                event(8, "view", "ada", "2026-03-10T10:00:00Z", "plan", json("null")),
                event(9, "view", "ada", "2026-03-10T10:00:00Z", "plan", json("[5]")),
                event(10, "view", "ada", "2026-03-10T10:00:00Z", "plan", json("{\"plan\":5}")),
                event(11, "view", "ada", "2026-03-10T10:00:00Z", "plan", json("false")));

        assertEquals(
                List.of("'5': 3/2", "'true': 2/1", "'-1.5': 1/1", "'100': 1/1", "'false': 1/1"),
                daysBy(store, "plan", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"));
    }

    @Test
    default void events_without_the_property_are_left_out_of_its_breakdown() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-10T10:00:00Z", "plan", "pro", "tier", "gold"),
                event(2, "view", "bob", "2026-03-10T10:00:00Z"),
                event(3, "view", "bob", "2026-03-10T10:00:00Z", "tier", "pro"),
                event(4, "buy", "bob", "2026-03-10T10:00:00Z", "plan", "pro"));

        assertEquals(List.of("'pro': 1/1"), daysBy(store, "plan", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"));
        assertEquals(
                List.of("'gold': 1/1", "'pro': 1/1"),
                daysBy(store, "tier", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"));
        assertEquals(List.of("all: 3/2"), days(store, "view", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"));
    }

    @Test
    default void a_value_named_other_is_not_the_others() {
        EventStore store = emptyStore();
        List<NewEvent> events = new ArrayList<>();
        for (String value : List.of("other", "others", "Others", "", "all")) {
            events.add(event(events.size(), "view", "ada", "2026-03-10T10:00:00Z", "plan", value));
            events.add(event(events.size(), "view", "bob", "2026-03-10T10:00:00Z", "plan", value));
        }
        for (int value = 1; value <= 7; value++) {
            events.add(event(events.size(), "view", "cleo", "2026-03-10T10:00:00Z", "plan", "v" + value));
        }
        store(store, events);

        assertEquals(
                List.of(
                        "'': 2/2",
                        "'Others': 2/2",
                        "'all': 2/2",
                        "'other': 2/2",
                        "'others': 2/2",
                        "'v1': 1/1",
                        "'v2': 1/1",
                        "'v3': 1/1",
                        "'v4': 1/1",
                        "'v5': 1/1",
                        "others: 2/1"),
                daysBy(store, "plan", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"));
    }

    @Test
    default void names_of_properties_may_have_any_character() {
        EventStore store = emptyStore();
        List<String> names = List.of(
                "it's",
                "\"quoted\"",
                "\\",
                "100%_",
                "$.plan",
                "a.b",
                "[0]",
                "'; --",
                "?",
                ":a",
                " ",
                "İ",
                "i",
                "👩‍👩‍👧‍👦");
        List<NewEvent> events = new ArrayList<>();
        for (String name : names) {
            events.add(event(events.size(), "view", "ada", "2026-03-10T10:00:00Z", name, "of " + name));
        }
        store(store, events);

        for (String name : names) {
            assertEquals(
                    List.of("'of " + name + "': 1/1"),
                    daysBy(store, name, "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"));
        }
    }

    /** An hour each over more than a year: an answer of a place for each value in each bucket would not fit into any memory. */
    @Test
    default void thousands_of_values_in_thousands_of_buckets_are_ten_lines_and_the_others() {
        EventStore store = emptyStore();
        List<NewEvent> events = new ArrayList<>();
        Instant start = Instant.parse("2025-10-10T00:00:00Z");
        int values = 3_000;
        for (int value = 0; value < values; value++) {
            Instant at = start.plus(value * 3L, ChronoUnit.HOURS);
            String order = "v%04d".formatted(value);
            events.add(event(id(value), "view", "p" + value % 7, at, "order", order));
            if (value % 300 == 0) {
                events.add(event(id(values + value), "view", "p8", at, "order", order));
            }
            // In parts, so that a store that rolls up does not see at once how many there will be.
            if (value % 100 == 99) {
                store(store, events);
                events.clear();
            }
        }
        TimeWindow window = window("2025-10-10T00:00:00Z", "2026-11-29T00:00:00Z");

        List<Trend.Series> lines = store.answer(new TrendQuery(
                        new EventName("view"),
                        Buckets.of(window, Interval.HOUR, ZoneOffset.UTC),
                        Optional.of(new PropertyName("order"))))
                .series();

        assertEquals(TrendQuery.TOP + 1, lines.size());
        assertEquals(new Trend.Group.Value("v0000"), lines.getFirst().group());
        assertEquals(new Trend.Group.Others(), lines.getLast().group());
        for (Trend.Series line : lines.subList(0, TrendQuery.TOP)) {
            assertEquals(
                    List.of(2L),
                    line.points().stream()
                            .map(Trend.Point::count)
                            .filter(count -> count > 0)
                            .toList());
        }
        assertEquals(
                values - TrendQuery.TOP,
                lines.getLast().points().stream().mapToLong(Trend.Point::count).sum());
        assertEquals(
                List.of(1L, 0L, 0L),
                lines.getLast().points().subList(3, 6).stream()
                        .map(point -> point.people().count())
                        .toList());
    }
}
