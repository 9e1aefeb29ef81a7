package dev.portside.testkit.event;

import static dev.portside.testkit.event.EventFixtures.event;
import static dev.portside.testkit.event.EventFixtures.store;
import static dev.portside.testkit.event.EventFixtures.window;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.event.EventStore;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.RetentionQuery;
import dev.portside.domain.event.TimeWindow;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract of retention queries. */
public interface EventRetentionContract extends EventFixtures {

    @Test
    default void the_cohorts_of_an_empty_store_are_empty() {
        assertEquals(
                List.of(new Cohort(0, List.of(0L, 0L, 0L)), new Cohort(0, List.of(0L, 0L)), new Cohort(0, List.of(0L))),
                days(emptyStore(), "view", "view", "2026-03-10T00:00:00Z", "2026-03-13T00:00:00Z"));
    }

    @Test
    default void who_does_the_same_again_has_returned() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-10T08:00:00Z"),
                event(2, "view", "ada", "2026-03-10T09:00:00Z"),
                event(3, "view", "ada", "2026-03-11T08:00:00Z"),
                event(4, "view", "ada", "2026-03-13T08:00:00Z"),
                event(5, "view", "bob", "2026-03-10T08:00:00Z"),
                event(6, "view", "cleo", "2026-03-12T08:00:00Z"),
                event(7, "view", "cleo", "2026-03-13T08:00:00Z"),
                event(8, "view", "cleo", "2026-03-13T09:00:00Z"),
                event(9, "View", "dora", "2026-03-12T08:00:00Z"));

        assertEquals(
                List.of(
                        new Cohort(2, List.of(2L, 1L, 0L, 1L)),
                        new Cohort(0, List.of(0L, 0L, 0L)),
                        new Cohort(1, List.of(1L, 1L)),
                        new Cohort(0, List.of(0L))),
                days(store, "view", "view", "2026-03-10T00:00:00Z", "2026-03-14T00:00:00Z"));
    }

    @Test
    default void who_comes_back_after_many_buckets_is_found_in_the_right_one() {
        EventStore store = emptyStore();
        // 2026 has 365 days; the edges are those of words of 63 and of 64 bits.
        List<Integer> active = List.of(0, 61, 62, 63, 64, 125, 126, 127, 128, 364);
        for (int day : active) {
            String at = LocalDate.ofYearDay(2026, day + 1) + "T12:00:00Z";
            store(store, event(2 * day, "signup", "p" + day, at), event(2 * day + 1, "view", "ada", at));
        }
        store(store, event(1_000, "signup", "ada", "2026-01-01T00:00:00Z"));

        List<Cohort> cohorts = days(store, "signup", "view", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");

        assertEquals(365, cohorts.size());
        for (int day = 0; day < 365; day++) {
            long returned = active.contains(day) ? 1 : 0;
            assertEquals(returned, cohorts.getFirst().returned().get(day), "day " + day);
            assertEquals(returned + (day == 0 ? 1 : 0), cohorts.get(day).people(), "day " + day);
        }
    }

    @Test
    default void who_does_something_else_later_has_returned() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "signup", "ada", "2026-03-10T08:00:00Z"),
                event(2, "view", "ada", "2026-03-11T08:00:00Z"),
                event(3, "view", "ada", "2026-03-12T08:00:00Z"),
                event(4, "signup", "ada", "2026-03-12T09:00:00Z"),
                event(5, "signup", "bob", "2026-03-10T08:00:00Z"),
                event(6, "view", "bob", "2026-03-10T09:00:00Z"),
                event(7, "signup", "cleo", "2026-03-11T08:00:00Z"),
                event(8, "view", "dora", "2026-03-11T08:00:00Z"),
                event(9, "buy", "cleo", "2026-03-12T08:00:00Z"));

        assertEquals(
                List.of(new Cohort(2, List.of(1L, 1L, 1L)), new Cohort(1, List.of(0L, 0L)), new Cohort(0, List.of(0L))),
                days(store, "signup", "view", "2026-03-10T00:00:00Z", "2026-03-13T00:00:00Z"));
    }

    @Test
    default void what_was_done_before_counts_in_the_bucket_of_the_cohort_and_in_none_before_it() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-10T08:00:00Z"),
                event(2, "view", "ada", "2026-03-11T08:00:00Z"),
                event(3, "signup", "ada", "2026-03-11T09:00:00Z"));

        assertEquals(
                List.of(new Cohort(0, List.of(0L, 0L, 0L)), new Cohort(1, List.of(1L, 0L)), new Cohort(0, List.of(0L))),
                days(store, "signup", "view", "2026-03-10T00:00:00Z", "2026-03-13T00:00:00Z"));
    }

    @Test
    default void the_cohort_is_that_of_the_first_event_in_the_window() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-09T08:00:00Z"),
                event(2, "view", "ada", "2026-03-11T08:00:00Z"),
                event(3, "view", "ada", "2026-03-12T08:00:00Z"));

        assertEquals(
                List.of(new Cohort(0, List.of(0L, 0L, 0L)), new Cohort(1, List.of(1L, 1L)), new Cohort(0, List.of(0L))),
                days(store, "view", "view", "2026-03-10T00:00:00Z", "2026-03-13T00:00:00Z"));
    }

    @Test
    default void cohorts_without_people_are_empty() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", null, "2026-03-10T08:00:00Z"),
                event(2, "view", null, "2026-03-11T08:00:00Z"),
                event(3, "view", "ada", "2026-03-11T08:00:00Z"));

        assertEquals(
                List.of(new Cohort(0, List.of(0L, 0L)), new Cohort(1, List.of(1L))),
                days(store, "view", "view", "2026-03-10T00:00:00Z", "2026-03-12T00:00:00Z"));
    }

    @Test
    default void the_window_of_cohorts_is_half_open_and_may_start_and_end_within_a_bucket() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-10T10:19:59.999999Z"),
                event(2, "view", "bob", "2026-03-10T10:20:00Z"),
                event(3, "view", "cleo", "2026-03-10T23:59:59.999999Z"),
                event(4, "view", "dora", "2026-03-11T00:00:00Z"),
                event(5, "view", "bob", "2026-03-11T00:00:00Z"),
                event(6, "view", "ada", "2026-03-12T15:39:59.999999Z"),
                event(7, "view", "cleo", "2026-03-12T15:39:59.999999Z"),
                event(8, "view", "bob", "2026-03-12T15:40:00Z"),
                event(9, "view", "emma", "2026-03-12T15:40:00Z"));

        assertEquals(
                List.of(new Cohort(2, List.of(2L, 1L, 1L)), new Cohort(1, List.of(1L, 0L)), new Cohort(1, List.of(1L))),
                days(store, "view", "view", "2026-03-10T10:20:00Z", "2026-03-12T15:40:00Z"));
    }

    @Test
    default void cohorts_may_be_of_weeks_in_a_time_zone() {
        EventStore store = emptyStore();
        // Clocks are set forward on the last day of the first week.
        store(
                store,
                event(1, "view", "ada", "2026-03-22T23:00:00Z"),
                event(2, "view", "ada", "2026-03-27T10:00:00Z"),
                event(3, "view", "ada", "2026-03-29T22:00:00Z"),
                event(4, "view", "bob", "2026-03-29T21:59:59.999999Z"),
                event(5, "view", "bob", "2026-04-11T10:00:00Z"),
                event(6, "view", "cleo", "2026-03-29T22:00:00Z"),
                event(7, "view", "cleo", "2026-04-05T21:59:59.999999Z"),
                event(8, "view", "dora", "2026-04-05T22:00:00Z"),
                event(9, "view", "dora", "2026-04-12T22:00:00Z"));
        TimeWindow window = window("2026-03-22T23:00:00Z", "2026-04-12T22:00:00Z");

        assertEquals(
                List.of(new Cohort(2, List.of(2L, 1L, 1L)), new Cohort(1, List.of(1L, 0L)), new Cohort(1, List.of(1L))),
                retention(store, "view", "view", Buckets.of(window, Interval.WEEK, ZoneId.of("Europe/Berlin"))));
    }

    private static List<Cohort> days(EventStore store, String event, String returning, String from, String to) {
        return retention(store, event, returning, Buckets.of(window(from, to), Interval.DAY, ZoneId.of("UTC")));
    }

    private static List<Cohort> retention(EventStore store, String event, String returning, Buckets buckets) {
        return store.answer(new RetentionQuery(new EventName(event), new EventName(returning), buckets));
    }
}
