package dev.portside.testkit.event;

import static dev.portside.testkit.event.EventFixtures.event;
import static dev.portside.testkit.event.EventFixtures.json;
import static dev.portside.testkit.event.EventFixtures.store;
import static dev.portside.testkit.event.EventFixtures.window;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.event.EventStore;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.ValueCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Contract of the most frequent values of a property. */
public interface EventTopContract extends EventFixtures {

    @Test
    default void an_empty_store_has_no_values() {
        assertEquals(List.of(), top(emptyStore(), "view", march(), 10));
        assertEquals(List.of(), top(emptyStore(), "", march(), 10));
    }

    @Test
    default void the_values_of_one_event_or_of_all_are_counted() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-10T10:00:00Z", "plan", "pro", "tier", "free"),
                event(2, "view", "ada", "2026-03-11T10:00:00Z", "plan", "pro"),
                event(3, "view", null, "2026-03-12T10:00:00Z", "plan", "free"),
                event(4, "buy", "bob", "2026-03-10T10:00:00Z", "plan", "free"),
                event(5, "buy", "bob", "2026-03-10T10:00:00Z", "plan", "free"),
                event(6, "buy", "bob", "2026-03-10T10:00:00Z", "plan", "team"),
                event(7, "buy", "bob", "2026-03-10T10:00:00Z"));

        assertEquals(List.of(new ValueCount("pro", 2), new ValueCount("free", 1)), top(store, "view", march(), 10));
        assertEquals(List.of(new ValueCount("free", 2), new ValueCount("team", 1)), top(store, "buy", march(), 10));
        assertEquals(
                List.of(new ValueCount("free", 3), new ValueCount("pro", 2), new ValueCount("team", 1)),
                top(store, "", march(), 10));
        assertEquals(List.of(), top(store, "nothing", march(), 10));
    }

    /** Forty properties each, and a thousand together: more than are worth a chart. */
    @Test
    default void events_stored_together_may_have_any_number_of_properties() {
        EventStore store = emptyStore();
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            String[] properties = new String[80];
            for (int j = 0; j < properties.length; j += 2) {
                properties[j] = j == 0 ? "plan" : "p" + i + "_" + j;
                properties[j + 1] = "v" + i % 2;
            }
            events.add(event(i, "view", "ada", "2026-03-10T10:00:00Z", properties));
        }
        events.add(event(25, "buy", "ada", "2026-03-10T10:00:00Z", "plan", "v0"));
        store(store, events);

        assertEquals(List.of(new ValueCount("v0", 13), new ValueCount("v1", 12)), top(store, "view", march(), 10));
        assertEquals(List.of(new ValueCount("v0", 1)), top(store, "buy", march(), 10));
        assertEquals(List.of(new ValueCount("v0", 14), new ValueCount("v1", 12)), top(store, "", march(), 10));
    }

    @Test
    default void there_are_at_most_as_many_values_as_wanted_and_ties_are_by_code_point() {
        EventStore store = emptyStore();
        List<String> values = List.of("😀", "b", "é", "\uffff", "", "9", "B", "10", "z", "a b", "a", "b");
        List<NewEvent> events = new ArrayList<>();
        for (String value : values) {
            events.add(event(events.size(), "view", "ada", "2026-03-10T10:00:00Z", "plan", value));
        }
        store(store, events);
        List<ValueCount> expected = List.of(
                new ValueCount("b", 2),
                new ValueCount("", 1),
                new ValueCount("10", 1),
                new ValueCount("9", 1),
                new ValueCount("B", 1),
                new ValueCount("a", 1),
                new ValueCount("a b", 1),
                new ValueCount("z", 1),
                new ValueCount("é", 1),
                new ValueCount("\uffff", 1),
                new ValueCount("😀", 1));

        for (int limit = 1; limit <= 11; limit++) {
            assertEquals(expected.subList(0, limit), top(store, "view", march(), limit), "of one, " + limit);
            assertEquals(expected.subList(0, limit), top(store, "", march(), limit), "of all, " + limit);
        }
        assertEquals(expected, top(store, "view", march(), TopQuery.MAX_LIMIT));
    }

    @Test
    default void only_values_of_the_window_are_counted_to_the_microsecond() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-10T10:00:00Z", "plan", "before"),
                event(2, "view", "ada", "2026-03-10T10:19:59.999999Z", "plan", "before"),
                event(3, "view", "ada", "2026-03-10T10:20:00Z", "plan", "first"),
                event(4, "view", "ada", "2026-03-11T10:00:00Z", "plan", "middle"),
                event(5, "view", "ada", "2026-04-11T10:00:00Z", "plan", "middle"),
                event(6, "view", "ada", "2026-05-12T15:40:09.999999Z", "plan", "last"),
                event(7, "view", "ada", "2026-05-12T15:40:10Z", "plan", "behind"),
                event(8, "view", "ada", "2026-05-12T15:59:00Z", "plan", "behind"));
        List<ValueCount> expected =
                List.of(new ValueCount("middle", 2), new ValueCount("first", 1), new ValueCount("last", 1));

        TimeWindow window = window("2026-03-10T10:20:00Z", "2026-05-12T15:40:10Z");
        assertEquals(expected, top(store, "view", window, 10));
        assertEquals(expected, top(store, "", window, 10));
        assertEquals(
                List.of(new ValueCount("first", 1)),
                top(store, "view", window("2026-03-10T10:20:00Z", "2026-03-10T10:20:00.000001Z"), 10));
    }

    @Test
    default void values_that_are_no_texts_count_as_their_text_or_not_at_all() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-10T10:00:00Z", "plan", json("5")),
                event(2, "buy", "ada", "2026-03-10T10:00:00Z", "plan", "5"),
                event(3, "view", "ada", "2026-03-10T10:00:00Z", "plan", json("true")),
                event(4, "view", "ada", "2026-03-10T10:00:00Z", "plan", json("null")),
                event(5, "view", "ada", "2026-03-10T10:00:00Z", "plan", json("[]")),
                event(6, "view", "ada", "2026-03-10T10:00:00Z", "plan", json("{}")));

        assertEquals(List.of(new ValueCount("5", 2), new ValueCount("true", 1)), top(store, "", march(), 10));
    }

    @Test
    default void equal_numbers_are_one_value_whose_text_is_short() {
        EventStore store = emptyStore();
        String[] written = {
            "1",
            "1.0",
            "1e0",
            "10e-1",
            "0",
            "-0",
            "0.00",
            "1e199",
            "10e198",
            "-2.50",
            "1e-9",
            "0.000001",
            "1e20",
            "12.5e20"
        };
        List<NewEvent> events = new ArrayList<>();
        for (int number = 0; number < written.length; number++) {
            events.add(event(number, "measured", null, "2026-03-10T12:00:30Z", "size", json(written[number])));
        }
        store(store, events);
        Map<String, Long> expected = Map.of(
                "1",
                4L,
                "0",
                3L,
                "1e+199",
                2L,
                "-2.5",
                1L,
                "1e-9",
                1L,
                "0.000001",
                1L,
                "100000000000000000000",
                1L,
                "1.25e+21",
                1L);

        // Whole days may be counted from something else than single events.
        for (String[] window : List.of(
                new String[] {"2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"},
                new String[] {"2026-03-10T12:00:15Z", "2026-03-10T12:00:45Z"})) {
            Map<String, Long> found = new HashMap<>();
            store.answer(new TopQuery(
                            Optional.of(new EventName("measured")),
                            new PropertyName("size"),
                            window(window[0], window[1]),
                            100))
                    .forEach(value -> found.put(value.value(), value.count()));
            assertEquals(expected, found);
        }
    }

    @Test
    default void long_values_are_told_apart_to_their_last_character() {
        EventStore store = emptyStore();
        String length = "é".repeat(15_000);
        store(
                store,
                event(1, "view", "ada", "2026-03-10T10:00:00Z", "plan", length + "a"),
                event(2, "view", "ada", "2026-03-10T10:00:00Z", "plan", length + "b"),
                event(3, "view", "ada", "2026-03-10T10:00:00Z", "plan", length + "b"));

        assertEquals(
                List.of(new ValueCount(length + "b", 2), new ValueCount(length + "a", 1)),
                top(store, "view", march(), 10));
    }

    private static TimeWindow march() {
        return window("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z");
    }

    /** Those of the property plan, of events of this name, or of all if it is empty. */
    private static List<ValueCount> top(EventStore store, String name, TimeWindow window, int limit) {
        Optional<EventName> event = name.isEmpty() ? Optional.empty() : Optional.of(new EventName(name));
        return store.answer(new TopQuery(event, new PropertyName("plan"), window, limit));
    }
}
