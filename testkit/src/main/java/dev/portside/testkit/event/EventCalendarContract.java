package dev.portside.testkit.event;

import static dev.portside.testkit.event.EventFixtures.event;
import static dev.portside.testkit.event.EventFixtures.id;
import static dev.portside.testkit.event.EventFixtures.store;
import static dev.portside.testkit.event.EventFixtures.window;
import static dev.portside.testkit.event.TrendText.trend;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.event.EventStore;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.NewEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract of the borders of buckets under all clocks and calendars. */
public interface EventCalendarContract extends EventFixtures {

    @Test
    default void minutes_are_half_open() {
        assertEquals(
                "all: 3/2 4/2 5/2",
                atBorders(
                        Interval.MINUTE,
                        "UTC",
                        "2026-03-10T10:58:00Z",
                        "2026-03-10T10:59:00Z",
                        "2026-03-10T11:00:00Z",
                        "2026-03-10T11:01:00Z"));
    }

    @Test
    default void hours_are_half_open() {
        assertEquals(
                "all: 3/2 4/2 5/2",
                atBorders(
                        Interval.HOUR,
                        "UTC",
                        "2026-03-10T22:00:00Z",
                        "2026-03-10T23:00:00Z",
                        "2026-03-11T00:00:00Z",
                        "2026-03-11T01:00:00Z"));
    }

    @Test
    default void days_are_half_open() {
        assertEquals(
                "all: 3/2 4/2 5/2",
                atBorders(
                        Interval.DAY,
                        "UTC",
                        "2026-04-29T00:00:00Z",
                        "2026-04-30T00:00:00Z",
                        "2026-05-01T00:00:00Z",
                        "2026-05-02T00:00:00Z"));
    }

    @Test
    default void weeks_start_on_monday_across_the_new_year() {
        assertEquals(
                "all: 3/2 4/2 5/2",
                atBorders(
                        Interval.WEEK,
                        "UTC",
                        "2020-12-21T00:00:00Z",
                        "2020-12-28T00:00:00Z",
                        "2021-01-04T00:00:00Z",
                        "2021-01-11T00:00:00Z"));
        assertEquals(
                "all: 3/2 4/2",
                atBorders(
                        Interval.WEEK,
                        "Europe/Berlin",
                        "2024-12-22T23:00:00Z",
                        "2024-12-29T23:00:00Z",
                        "2025-01-05T23:00:00Z"));
    }

    @Test
    default void months_are_as_long_as_they_are() {
        assertEquals(
                "all: 3/2 4/2 5/2 6/2",
                atBorders(
                        Interval.MONTH,
                        "UTC",
                        "2023-12-01T00:00:00Z",
                        "2024-01-01T00:00:00Z",
                        "2024-02-01T00:00:00Z",
                        "2024-03-01T00:00:00Z",
                        "2024-04-01T00:00:00Z"));
        assertEquals(
                "all: 3/2 4/2 5/2",
                atBorders(
                        Interval.MONTH,
                        "Europe/Berlin",
                        "2026-01-31T23:00:00Z",
                        "2026-02-28T23:00:00Z",
                        "2026-03-31T22:00:00Z",
                        "2026-04-30T22:00:00Z"));
    }

    @Test
    default void a_leap_day_is_a_day() {
        assertEquals(
                "all: 3/2 4/2 5/2",
                atBorders(
                        Interval.DAY,
                        "UTC",
                        "2024-02-28T00:00:00Z",
                        "2024-02-29T00:00:00Z",
                        "2024-03-01T00:00:00Z",
                        "2024-03-02T00:00:00Z"));
    }

    @Test
    default void the_day_on_which_clocks_are_set_forward_has_23_hours() {
        assertEquals(
                "all: 3/2 4/2 5/2",
                atBorders(
                        Interval.DAY,
                        "Europe/Berlin",
                        "2026-03-27T23:00:00Z",
                        "2026-03-28T23:00:00Z",
                        "2026-03-29T22:00:00Z",
                        "2026-03-30T22:00:00Z"));

        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-28T22:59:59.999999Z"),
                event(2, "view", "ada", "2026-03-28T23:00:00Z"),
                event(3, "view", "ada", "2026-03-29T00:59:59.999999Z"),
                event(4, "view", "ada", "2026-03-29T01:00:00Z"),
                event(5, "view", "bob", "2026-03-29T01:30:00Z"),
                event(6, "view", "ada", "2026-03-29T21:59:59.999999Z"),
                event(7, "view", "ada", "2026-03-29T22:00:00Z"));
        assertEquals(
                List.of("all: 1/1 1/1 2/2 0/0 0/0 0/0 0/0 0/0 0/0 0/0 0/0 0/0"
                        + " 0/0 0/0 0/0 0/0 0/0 0/0 0/0 0/0 0/0 0/0 1/1"),
                trend(store, Interval.HOUR, "Europe/Berlin", window("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")));
    }

    @Test
    default void the_day_on_which_clocks_are_set_back_has_25_hours() {
        assertEquals(
                "all: 3/2 4/2 5/2",
                atBorders(
                        Interval.DAY,
                        "Europe/Berlin",
                        "2026-10-23T22:00:00Z",
                        "2026-10-24T22:00:00Z",
                        "2026-10-25T23:00:00Z",
                        "2026-10-26T23:00:00Z"));

        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-10-24T21:59:59.999999Z"),
                event(2, "view", "ada", "2026-10-24T22:00:00Z"),
                // Half past two, twice.
                event(3, "view", "ada", "2026-10-25T00:30:00Z"),
                event(4, "view", "bob", "2026-10-25T00:59:59.999999Z"),
                event(5, "view", "ada", "2026-10-25T01:30:00Z"),
                event(6, "view", "ada", "2026-10-25T22:59:59.999999Z"),
                event(7, "view", "ada", "2026-10-25T23:00:00Z"));
        assertEquals(
                List.of("all: 1/1 0/0 2/2 1/1 0/0 0/0 0/0 0/0 0/0 0/0 0/0 0/0"
                        + " 0/0 0/0 0/0 0/0 0/0 0/0 0/0 0/0 0/0 0/0 0/0 0/0 1/1"),
                trend(store, Interval.HOUR, "Europe/Berlin", window("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")));
    }

    @Test
    default void days_and_hours_of_kathmandu_start_at_a_quarter_past() {
        assertEquals(
                "all: 3/2 4/2",
                atBorders(
                        Interval.DAY,
                        "Asia/Kathmandu",
                        "2026-03-09T18:15:00Z",
                        "2026-03-10T18:15:00Z",
                        "2026-03-11T18:15:00Z"));
        assertEquals(
                "all: 3/2 4/2",
                atBorders(
                        Interval.HOUR,
                        "Asia/Kathmandu",
                        "2026-03-10T17:15:00Z",
                        "2026-03-10T18:15:00Z",
                        "2026-03-10T19:15:00Z"));
    }

    @Test
    default void days_of_lord_howe_change_by_half_an_hour() {
        assertEquals(
                "all: 3/2 4/2 5/2",
                atBorders(
                        Interval.DAY,
                        "Australia/Lord_Howe",
                        "2026-04-03T13:00:00Z",
                        "2026-04-04T13:00:00Z",
                        "2026-04-05T13:30:00Z",
                        "2026-04-06T13:30:00Z"));
        assertEquals(
                "all: 3/2 4/2 5/2",
                atBorders(
                        Interval.DAY,
                        "Australia/Lord_Howe",
                        "2026-10-02T13:30:00Z",
                        "2026-10-03T13:30:00Z",
                        "2026-10-04T13:00:00Z",
                        "2026-10-05T13:00:00Z"));
        assertEquals(
                "all: 3/2 4/2",
                atBorders(
                        Interval.HOUR,
                        "Australia/Lord_Howe",
                        "2026-04-04T15:30:00Z",
                        "2026-04-04T16:30:00Z",
                        "2026-04-04T17:30:00Z"));
    }

    /** From two o'clock they are set back to half past one, where an hour of half an hour begins. */
    @Test
    default void hours_of_lord_howe_are_those_of_the_clock_whenever_the_window_starts() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-04-04T14:00:00Z"),
                event(2, "view", "ada", "2026-04-04T15:00:00Z"),
                event(3, "view", "bob", "2026-04-04T15:29:59.999999Z"),
                event(4, "view", "ada", "2026-04-04T15:30:00Z"),
                event(5, "view", "ada", "2026-04-04T16:29:59.999999Z"),
                event(6, "view", "ada", "2026-04-04T17:00:00Z"));

        assertEquals(
                List.of("all: 0/0 1/1 2/2 2/1 1/1 0/0"),
                trend(
                        store,
                        Interval.HOUR,
                        "Australia/Lord_Howe",
                        window("2026-04-04T13:00:00Z", "2026-04-04T18:00:00Z")));
        assertEquals(
                List.of("all: 1/1 2/1 1/1 0/0"),
                trend(
                        store,
                        Interval.HOUR,
                        "Australia/Lord_Howe",
                        window("2026-04-04T15:10:00Z", "2026-04-04T18:00:00Z")));
    }

    @Test
    default void a_day_without_midnight_starts_at_one_o_clock() {
        assertEquals(
                "all: 3/2 4/2 5/2",
                atBorders(
                        Interval.DAY,
                        "America/Sao_Paulo",
                        "2018-11-03T03:00:00Z",
                        "2018-11-04T03:00:00Z",
                        "2018-11-05T02:00:00Z",
                        "2018-11-06T02:00:00Z"));
    }

    @Test
    default void events_before_1970_are_in_their_buckets() {
        assertEquals(
                "all: 3/2 4/2 5/2",
                atBorders(
                        Interval.DAY,
                        "Europe/Berlin",
                        "1969-12-29T23:00:00Z",
                        "1969-12-30T23:00:00Z",
                        "1969-12-31T23:00:00Z",
                        "1970-01-01T23:00:00Z"));
        for (Interval interval : List.of(Interval.MINUTE, Interval.HOUR)) {
            EventStore store = emptyStore();
            store(
                    store,
                    event(1, "view", "ada", "1969-12-31T23:59:59.999999Z"),
                    event(2, "view", "ada", "1970-01-01T00:00:00Z"),
                    event(3, "view", "bob", "1970-01-01T00:00:00.000001Z"));
            assertEquals(
                    List.of("all: 1/1 2/2"),
                    trend(store, interval, "UTC", window("1969-12-31T23:59:30Z", "1970-01-01T00:00:30Z")));
        }
    }

    /** Clocks were 53 minutes and 28 seconds ahead there, as the sun had it. */
    @Test
    default void events_of_1890_are_in_the_buckets_of_local_mean_time() {
        assertEquals(
                "all: 3/2 4/2",
                atBorders(
                        Interval.DAY,
                        "Europe/Berlin",
                        "1890-06-29T23:06:32Z",
                        "1890-06-30T23:06:32Z",
                        "1890-07-01T23:06:32Z"));
        assertEquals(
                "all: 3/2 4/2",
                atBorders(
                        Interval.MONTH,
                        "Europe/Berlin",
                        "1889-12-31T23:06:32Z",
                        "1890-01-31T23:06:32Z",
                        "1890-02-28T23:06:32Z"));
        assertEquals(
                "all: 3/2 4/2",
                atBorders(
                        Interval.HOUR,
                        "Europe/Berlin",
                        "1890-07-01T09:06:32Z",
                        "1890-07-01T10:06:32Z",
                        "1890-07-01T11:06:32Z"));
        assertEquals(
                "all: 3/2 4/2",
                atBorders(
                        Interval.MINUTE,
                        "Europe/Berlin",
                        "1890-07-01T09:06:32Z",
                        "1890-07-01T09:07:32Z",
                        "1890-07-01T09:08:32Z"));
    }

    /**
     * Puts events at borders of buckets: at the first border two, at the next three, and so on, and one right before each;
     * then asks for what is between the first and the last.
     */
    private String atBorders(Interval interval, String zone, String... borders) {
        EventStore store = emptyStore();
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < borders.length; i++) {
            Instant border = Instant.parse(borders[i]);
            events.add(event(id(events.size()), "view", "before", border.minusNanos(1_000)));
            for (int n = 0; n < i + 2; n++) {
                events.add(event(id(events.size()), "view", "at", border));
            }
        }
        store(store, events);
        List<String> trend = trend(store, interval, zone, window(borders[0], borders[borders.length - 1]));
        return String.join("; ", trend);
    }
}
