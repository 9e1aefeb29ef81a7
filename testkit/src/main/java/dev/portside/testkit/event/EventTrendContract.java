package dev.portside.testkit.event;

import static dev.portside.testkit.event.EventFixtures.event;
import static dev.portside.testkit.event.EventFixtures.store;
import static dev.portside.testkit.event.EventFixtures.window;
import static dev.portside.testkit.event.TrendText.days;
import static dev.portside.testkit.event.TrendText.daysBy;
import static dev.portside.testkit.event.TrendText.trend;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.event.EventStore;
import dev.portside.domain.event.Buckets;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.Interval;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuery;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Contract of trends. Points are written as events/people here. */
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
    default void events_without_a_person_count_as_events_and_not_as_people() {
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

    /** Beyond some number people may be estimated, but never as more than there can be. */
    @Test
    default void there_are_never_more_people_than_events() {
        EventStore store = emptyStore();
        int people = 4_097;
        List<NewEvent> events = new ArrayList<>();
        for (int person = 0; person < people; person++) {
            events.add(event(person, "view", "p" + person, "2026-03-10T10:00:00Z", "plan", "pro"));
        }
        store(store, events);
        TimeWindow day = window("2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z");
        // An hour that the window cuts is counted in another way than a whole one.
        TimeWindow cut = window("2026-03-10T09:30:00Z", "2026-03-10T10:30:00Z");

        for (TimeWindow window : List.of(day, cut)) {
            for (Optional<PropertyName> by :
                    List.of(Optional.<PropertyName>empty(), Optional.of(new PropertyName("plan")))) {
                Trend.Point point = store.answer(new TrendQuery(
                                new EventName("view"), Buckets.of(window, Interval.MONTH, ZoneOffset.UTC), by))
                        .series()
                        .getFirst()
                        .points()
                        .getFirst();

                assertEquals(people, point.count());
                assertTrue(point.people().count() <= people, point::toString);
                assertTrue(point.people().count() > people * 0.9, point::toString);
            }
        }
    }
}
