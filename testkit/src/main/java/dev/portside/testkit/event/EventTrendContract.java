package dev.portside.testkit.event;

import static dev.portside.testkit.event.EventFixtures.event;
import static dev.portside.testkit.event.EventFixtures.id;
import static dev.portside.testkit.event.EventFixtures.json;
import static dev.portside.testkit.event.EventFixtures.store;
import static dev.portside.testkit.event.EventFixtures.window;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.event.EventStore;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuestion;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a store promises about trends. Points are written as events/people here. */
public interface EventTrendContract extends EventFixtures {

    @Test
    default void the_trend_of_an_empty_store_is_empty_buckets() {
        EventStore store = emptyStore();

        assertEquals(List.of("all: 0/0 0/0 0/0"), days(store, "view", "2026-03-10T00:00:00Z", "2026-03-13T00:00:00Z"));
        assertEquals(List.of(), daysBy(store, "plan", "2026-03-10T00:00:00Z", "2026-03-13T00:00:00Z"));
    }

    @Test
    default void buckets_without_events_are_between_those_with_some() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-10T10:00:00Z"),
                event(2, "view", "bob", "2026-03-13T10:00:00Z"),
                event(3, "buy", "bob", "2026-03-11T10:00:00Z"),
                event(4, "View", "bob", "2026-03-12T10:00:00Z"));

        assertEquals(
                List.of("all: 0/0 1/1 0/0 0/0 1/1 0/0"),
                days(store, "view", "2026-03-09T00:00:00Z", "2026-03-15T00:00:00Z"));
        assertEquals(List.of("all: 0/0 0/0"), days(store, "view", "2026-03-11T00:00:00Z", "2026-03-13T00:00:00Z"));
        assertEquals(List.of("all: 0/0"), days(store, "nothing", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"));
    }

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

    @Test
    default void the_first_and_the_last_bucket_hold_only_what_is_in_the_window() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-10T10:00:00Z", "plan", "pro"),
                event(2, "view", "bob", "2026-03-10T10:19:59.999999Z", "plan", "pro"),
                event(3, "view", "cleo", "2026-03-10T10:20:00Z", "plan", "pro"),
                event(4, "view", "cleo", "2026-03-10T10:59:59.999999Z", "plan", "free"),
                event(5, "view", "ada", "2026-03-10T11:00:00Z", "plan", "pro"),
                event(6, "view", "bob", "2026-03-11T09:30:00Z", "plan", "pro"),
                event(7, "view", "ada", "2026-03-12T15:00:00Z", "plan", "free"),
                event(8, "view", "bob", "2026-03-12T15:40:09.999999Z", "plan", "pro"),
                event(9, "view", "cleo", "2026-03-12T15:40:10Z", "plan", "pro"),
                event(10, "view", "dora", "2026-03-12T23:00:00Z", "plan", "free"));
        TimeWindow days = window("2026-03-10T10:20:00Z", "2026-03-12T15:40:10Z");
        TimeWindow hours = window("2026-03-10T10:20:00Z", "2026-03-10T11:00:00.000001Z");
        TimeWindow withinAnHour = window("2026-03-10T10:19:59.999999Z", "2026-03-10T10:59:59.999999Z");

        assertEquals(List.of("all: 3/2 1/1 2/2"), trend(store, Interval.DAY, "UTC", days));
        assertEquals(List.of("all: 6/3"), trend(store, Interval.MONTH, "UTC", days));
        assertEquals(List.of("all: 2/1 1/1"), trend(store, Interval.HOUR, "UTC", hours));
        assertEquals(List.of("all: 2/2"), trend(store, Interval.HOUR, "UTC", withinAnHour));
        assertEquals(
                List.of("'pro': 2/2 1/1 1/1", "'free': 1/1 0/0 1/1"),
                trend(store, "view", Interval.DAY, "UTC", days, Optional.of(new PropertyName("plan"))));
    }

    @Test
    default void a_person_counts_once_in_each_bucket() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-09T00:00:00Z"),
                event(2, "view", "ada", "2026-03-09T08:00:00Z"),
                event(3, "view", "ada", "2026-03-09T08:00:01Z"),
                event(4, "view", "bob", "2026-03-09T23:00:00Z"),
                event(5, "view", "ada", "2026-03-11T08:00:00Z"),
                event(6, "view", "ada", "2026-03-15T23:59:59.999999Z"),
                event(7, "view", "Ada", "2026-03-15T12:00:00Z"),
                event(8, "view", "ada", "2026-03-16T00:00:00Z"));
        TimeWindow week = window("2026-03-09T00:00:00Z", "2026-03-16T00:00:00Z");

        assertEquals(List.of("all: 4/2 0/0 1/1 0/0 0/0 0/0 2/2"), trend(store, Interval.DAY, "UTC", week));
        assertEquals(List.of("all: 7/3"), trend(store, Interval.WEEK, "UTC", week));
        assertEquals(List.of("all: 7/3"), trend(store, Interval.MONTH, "UTC", week));
    }

    @Test
    default void events_of_nobody_count_as_events_and_not_as_people() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", null, "2026-03-10T10:00:00Z", "plan", "pro"),
                event(2, "view", null, "2026-03-10T10:00:00Z", "plan", "pro"),
                event(3, "view", "ada", "2026-03-11T10:00:00Z", "plan", "pro"),
                event(4, "view", null, "2026-03-11T10:00:00Z", "plan", "free"));

        assertEquals(List.of("all: 2/0 2/1"), days(store, "view", "2026-03-10T00:00:00Z", "2026-03-12T00:00:00Z"));
        assertEquals(
                List.of("'pro': 2/0 1/1", "'free': 0/0 1/0"),
                daysBy(store, "plan", "2026-03-10T00:00:00Z", "2026-03-12T00:00:00Z"));
    }

    @Test
    default void every_question_counts_what_was_stored_before_it_and_no_duplicates() {
        EventStore store = emptyStore();
        for (int number = 1; number <= 5; number++) {
            NewEvent event = event(number, "view", "ada", "2026-03-10T10:00:00Z", "plan", "pro");
            store(store, event);
            store.record(List.of(event, event(1, "view", "bob", "2026-03-10T11:00:00Z", "plan", "free")));

            assertEquals(
                    List.of("all: " + number + "/1"),
                    days(store, "view", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"));
            assertEquals(
                    List.of("'pro': " + number + "/1"),
                    daysBy(store, "plan", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"));
        }
    }

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
                List.of("'5': 3/2", "'true': 2/1", "'-1.50': 1/1", "'100': 1/1", "'false': 1/1"),
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

    private static List<String> days(EventStore store, String name, String from, String to) {
        return trend(store, name, Interval.DAY, "UTC", window(from, to), Optional.empty());
    }

    private static List<String> daysBy(EventStore store, String property, String from, String to) {
        return trend(store, "view", Interval.DAY, "UTC", window(from, to), Optional.of(new PropertyName(property)));
    }

    private static List<String> trend(EventStore store, Interval interval, String zone, TimeWindow window) {
        return trend(store, "view", interval, zone, window, Optional.empty());
    }

    private static List<String> trend(
            EventStore store,
            String name,
            Interval interval,
            String zone,
            TimeWindow window,
            Optional<PropertyName> by) {
        Buckets buckets = Buckets.of(window, interval, ZoneId.of(zone));
        return store.trend(new TrendQuestion(new EventName(name), buckets, by)).series().stream()
                .map(EventTrendContract::written)
                .toList();
    }

    private static String written(Trend.Series series) {
        String group = switch (series.group()) {
            case Trend.Group.All() -> "all:";
            case Trend.Group.Value(String value) -> "'" + value + "':";
            case Trend.Group.Others() -> "others:";
        };
        StringBuilder line = new StringBuilder(group);
        for (Trend.Point point : series.points()) {
            line.append(' ')
                    .append(point.count())
                    .append('/')
                    .append(point.people().count());
            if (point.people().error() != 0) {
                line.append('~');
            }
        }
        return line.toString();
    }
}
