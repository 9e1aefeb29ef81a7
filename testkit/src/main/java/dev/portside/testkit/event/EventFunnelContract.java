package dev.portside.testkit.event;

import static dev.portside.testkit.event.EventFixtures.event;
import static dev.portside.testkit.event.EventFixtures.store;
import static dev.portside.testkit.event.EventFixtures.window;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.event.EventStore;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract of funnels. */
public interface EventFunnelContract extends EventFixtures {

    @Test
    default void an_empty_store_has_no_people_at_any_step() {
        assertEquals(List.of(0L, 0L, 0L), funnel(emptyStore(), Duration.ofDays(1), "a", "b", "c"));
    }

    @Test
    default void steps_count_in_their_order_only() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "a", "in order", "2026-03-10T10:00:00Z"),
                event(2, "b", "in order", "2026-03-10T11:00:00Z"),
                event(3, "c", "in order", "2026-03-10T12:00:00Z"),
                event(4, "c", "reversed", "2026-03-10T10:00:00Z"),
                event(5, "b", "reversed", "2026-03-10T11:00:00Z"),
                event(6, "a", "reversed", "2026-03-10T12:00:00Z"),
                event(7, "a", "last two swapped", "2026-03-10T10:00:00Z"),
                event(8, "c", "last two swapped", "2026-03-10T11:00:00Z"),
                event(9, "b", "last two swapped", "2026-03-10T12:00:00Z"),
                event(10, "b", "without the first", "2026-03-10T11:00:00Z"),
                event(11, "c", "without the first", "2026-03-10T12:00:00Z"),
                event(12, "a", "without the second", "2026-03-10T11:00:00Z"),
                event(13, "c", "without the second", "2026-03-10T12:00:00Z"));

        assertEquals(List.of(4L, 2L, 1L), funnel(store, Duration.ofDays(1), "a", "b", "c"));
        assertEquals(List.of(5L, 2L, 1L), funnel(store, Duration.ofDays(1), "c", "b", "a"));
    }

    @Test
    default void steps_of_different_people_are_not_put_together() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "a", "ada", "2026-03-10T10:00:00Z"),
                event(2, "b", "Ada", "2026-03-10T11:00:00Z"),
                event(3, "b", "bob", "2026-03-10T11:00:00Z"));

        assertEquals(List.of(1L, 0L), funnel(store, Duration.ofDays(1), "a", "b"));
    }

    @Test
    default void events_of_the_same_time_are_in_the_order_of_their_ids() {
        EventStore store = emptyStore();
        Instant noon = Instant.parse("2026-03-10T12:00:00Z");
        EventId low = EventId.parse("7fffffff-ffff-ffff-ffff-ffffffffffff");
        EventId high = EventId.parse("80000000-0000-0000-0000-000000000000");
        EventId lower = EventId.parse("00000000-0000-0000-7fff-ffffffffffff");
        EventId higher = EventId.parse("00000000-0000-0000-8000-000000000000");
        store(
                store,
                event(high, "b", "ada", noon),
                event(low, "a", "ada", noon),
                event(lower, "b", "bob", noon),
                event(higher, "a", "bob", noon));

        assertEquals(List.of(2L, 1L), funnel(store, Duration.ofDays(1), "a", "b"));
        assertEquals(List.of(2L, 1L), funnel(store, Duration.ofDays(1), "b", "a"));
    }

    @Test
    default void the_last_step_counts_at_exactly_the_time_allowed_and_not_a_microsecond_later() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "a", "exactly", "2026-03-10T10:00:00.000001Z"),
                event(2, "b", "exactly", "2026-03-10T10:30:00Z"),
                event(3, "c", "exactly", "2026-03-10T11:00:00.000001Z"),
                event(4, "a", "too late", "2026-03-10T10:00:00.000001Z"),
                event(5, "b", "too late", "2026-03-10T10:30:00Z"),
                event(6, "c", "too late", "2026-03-10T11:00:00.000002Z"),
                event(7, "a", "too late for the second", "2026-03-10T10:00:00Z"),
                event(8, "b", "too late for the second", "2026-03-10T11:00:00.000001Z"),
                event(9, "c", "too late for the second", "2026-03-10T11:00:00.000002Z"));

        assertEquals(List.of(3L, 2L, 1L), funnel(store, Duration.ofHours(1), "a", "b", "c"));
        assertEquals(List.of(3L, 3L, 3L), funnel(store, Duration.ofHours(1).plusNanos(2_000), "a", "b", "c"));
    }

    @Test
    default void a_step_that_comes_twice_needs_two_events() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "a", "once", "2026-03-10T10:00:00Z"),
                event(2, "a", "twice", "2026-03-10T10:00:00Z"),
                event(3, "a", "twice", "2026-03-10T11:00:00Z"),
                event(4, "a", "twice at once", "2026-03-10T10:00:00Z"),
                event(5, "a", "twice at once", "2026-03-10T10:00:00Z"),
                event(6, "a", "around", "2026-03-10T10:00:00Z"),
                event(7, "b", "around", "2026-03-10T11:00:00Z"),
                event(8, "a", "around", "2026-03-10T12:00:00Z"));

        assertEquals(List.of(4L, 3L, 0L), funnel(store, Duration.ofDays(1), "a", "a", "a"));
        assertEquals(List.of(4L, 1L, 1L), funnel(store, Duration.ofDays(1), "a", "b", "a"));
        assertEquals(List.of(4L, 3L, 0L), funnel(store, Duration.ofDays(1), "a", "a", "b"));
    }

    @Test
    default void a_later_start_counts_where_the_time_of_the_first_has_passed() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "a", "later start", "2026-03-10T10:00:00Z"),
                event(2, "a", "later start", "2026-03-12T10:00:00Z"),
                event(3, "b", "later start", "2026-03-12T10:30:00Z"),
                // The first start reaches the second step only, the second all.
                event(4, "a", "overlapping", "2026-03-10T10:00:00Z"),
                event(5, "b", "overlapping", "2026-03-10T10:10:00Z"),
                event(6, "a", "overlapping", "2026-03-10T10:50:00Z"),
                event(7, "b", "overlapping", "2026-03-10T11:10:00Z"),
                event(8, "c", "overlapping", "2026-03-10T11:30:00Z"),
                // The later start comes behind the only second step.
                event(9, "a", "no second step", "2026-03-10T10:00:00Z"),
                event(10, "b", "no second step", "2026-03-10T10:10:00Z"),
                event(11, "a", "no second step", "2026-03-10T10:50:00Z"),
                event(12, "c", "no second step", "2026-03-10T11:30:00Z"));

        assertEquals(List.of(3L, 3L, 1L), funnel(store, Duration.ofHours(1), "a", "b", "c"));
    }

    @Test
    default void an_earlier_start_counts_where_a_later_one_does_not_get_so_far() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "a", "ada", "2026-03-10T10:00:00Z"),
                event(2, "b", "ada", "2026-03-10T10:10:00Z"),
                event(3, "a", "ada", "2026-03-10T10:20:00Z"),
                event(4, "c", "ada", "2026-03-10T10:30:00Z"),
                event(5, "a", "ada", "2026-03-20T10:00:00Z"));

        assertEquals(List.of(1L, 1L, 1L), funnel(store, Duration.ofHours(1), "a", "b", "c"));
    }

    @Test
    default void a_person_counts_once_however_often_the_steps_are_done() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "a", "ada", "2026-03-10T10:00:00Z"),
                event(2, "b", "ada", "2026-03-10T10:10:00Z"),
                event(3, "a", "ada", "2026-03-10T10:20:00Z"),
                event(4, "b", "ada", "2026-03-10T10:30:00Z"));

        assertEquals(List.of(1L, 1L), funnel(store, Duration.ofHours(1), "a", "b"));
    }

    @Test
    default void people_without_later_steps_count_for_those_they_did() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "a", "ada", "2026-03-10T10:00:00Z"),
                event(2, "a", "bob", "2026-03-10T10:00:00Z"),
                event(3, "a", "cleo", "2026-03-10T10:00:00Z"),
                event(4, "b", "bob", "2026-03-10T11:00:00Z"));

        assertEquals(List.of(3L, 1L, 0L, 0L), funnel(store, Duration.ofDays(1), "a", "b", "c", "d"));
    }

    @Test
    default void a_funnel_may_have_one_step_and_may_have_ten() {
        EventStore store = emptyStore();
        for (int number = 0; number < 10; number++) {
            store(store, event(number, "step " + number, "ada", "2026-03-10T10:0" + number + ":00Z"));
        }
        store(store, event(10, "step 0", "bob", "2026-03-10T10:00:00Z"));

        assertEquals(List.of(2L), funnel(store, Duration.ofNanos(1_000), "step 0"));
        assertEquals(
                List.of(2L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L),
                funnel(
                        store,
                        Duration.ofMinutes(9),
                        "step 0",
                        "step 1",
                        "step 2",
                        "step 3",
                        "step 4",
                        "step 5",
                        "step 6",
                        "step 7",
                        "step 8",
                        "step 9"));
    }

    @Test
    default void events_without_a_person_are_no_steps() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "a", null, "2026-03-10T10:00:00Z"),
                event(2, "b", null, "2026-03-10T11:00:00Z"),
                event(3, "a", "ada", "2026-03-10T10:00:00Z"));

        assertEquals(List.of(1L, 0L), funnel(store, Duration.ofDays(1), "a", "b"));
    }

    @Test
    default void events_of_other_names_between_the_steps_do_not_matter() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "a", "ada", "2026-03-10T10:00:00Z"),
                event(2, "x", "ada", "2026-03-10T10:10:00Z"),
                event(3, "B", "ada", "2026-03-10T10:20:00Z"),
                event(4, "b", "ada", "2026-03-10T10:30:00Z"),
                event(5, "x", "bob", "2026-03-10T10:00:00Z"),
                event(6, "A", "bob", "2026-03-10T10:00:00Z"));

        assertEquals(List.of(1L, 1L), funnel(store, Duration.ofDays(1), "a", "b"));
    }

    @Test
    default void all_steps_are_in_the_window() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "a", "starts before", "2026-03-10T10:19:59.999999Z"),
                event(2, "b", "starts before", "2026-03-10T11:00:00Z"),
                event(3, "a", "starts with it", "2026-03-10T10:20:00Z"),
                event(4, "b", "starts with it", "2026-03-10T12:39:59.999999Z"),
                event(5, "a", "ends behind", "2026-03-10T11:00:00Z"),
                event(6, "b", "ends behind", "2026-03-10T12:40:00Z"));

        TimeWindow window = window("2026-03-10T10:20:00Z", "2026-03-10T12:40:00Z");
        assertEquals(List.of(2L, 1L), funnel(store, window, Duration.ofDays(366), "a", "b"));
    }

    @Test
    default void steps_may_be_months_apart() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "a", "ada", "2025-01-01T00:00:00Z"),
                event(2, "b", "ada", "2025-07-01T00:00:00Z"),
                event(3, "c", "ada", "2026-01-02T00:00:00Z"));
        TimeWindow years = window("2025-01-01T00:00:00Z", "2027-01-01T00:00:00Z");

        assertEquals(List.of(1L, 1L, 1L), funnel(store, years, Duration.ofDays(366), "a", "b", "c"));
        assertEquals(List.of(1L, 1L, 0L), funnel(store, years, Duration.ofDays(365), "a", "b", "c"));
    }

    /** Clocks in New York are set forward and back on these days; a duration is as long as ever. */
    @Test
    default void a_day_allowed_between_steps_has_24_hours_whatever_clocks_do() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "a", "forward", "2026-03-08T02:00:00Z"),
                event(2, "b", "forward", "2026-03-09T01:30:00Z"),
                event(3, "c", "back", "2026-11-01T02:00:00Z"),
                event(4, "d", "back", "2026-11-02T02:30:00Z"),
                // Of Lord Howe.
                event(5, "e", "by half an hour", "2026-04-04T14:00:00Z"),
                event(6, "f", "by half an hour", "2026-04-05T14:00:00.000001Z"));
        TimeWindow year = window("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");

        assertEquals(List.of(1L, 1L), funnel(store, year, Duration.ofDays(1), "a", "b"));
        assertEquals(List.of(1L, 0L), funnel(store, year, Duration.ofDays(1), "c", "d"));
        assertEquals(List.of(1L, 0L), funnel(store, year, Duration.ofHours(24), "e", "f"));
        assertEquals(List.of(1L, 1L), funnel(store, year, Duration.ofHours(24).plusNanos(1_000), "e", "f"));
    }

    private static List<Long> funnel(EventStore store, Duration within, String... steps) {
        return funnel(store, window("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"), within, steps);
    }

    private static List<Long> funnel(EventStore store, TimeWindow window, Duration within, String... steps) {
        List<EventName> names = Arrays.stream(steps).map(EventName::new).toList();
        return store.answer(new FunnelQuery(names, within, window));
    }
}
