package dev.portside.testkit.event;

import static dev.portside.testkit.event.EventFixtures.event;
import static dev.portside.testkit.event.EventFixtures.eventWithText;
import static dev.portside.testkit.event.EventFixtures.id;
import static dev.portside.testkit.event.EventFixtures.store;
import static dev.portside.testkit.event.EventFixtures.window;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.event.EventStore;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventCursor;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.EventPage;
import dev.portside.domain.event.EventTotals;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.TimeWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Contract of lists and totals. */
public interface EventListContract extends EventFixtures {

    @Test
    default void an_empty_store_lists_no_events_and_has_no_totals() {
        EventStore store = emptyStore();

        assertEquals(new EventPage(List.of(), Optional.empty()), store.list(listing(10)));
        assertEquals(Map.of(), store.totals().names());
    }

    @Test
    default void events_are_newest_first_and_the_higher_id_first_among_equals() {
        EventStore store = emptyStore();
        Instant noon = Instant.parse("2026-03-10T12:00:00Z");
        NewEvent lowest = event(EventId.parse("00000000-0000-0000-0000-000000000000"), "a", null, noon);
        NewEvent low = event(EventId.parse("00000000-0000-0000-ffff-ffffffffffff"), "a", null, noon);
        NewEvent middle = event(EventId.parse("7fffffff-ffff-ffff-0000-000000000000"), "a", null, noon);
        NewEvent negative = event(EventId.parse("80000000-0000-0000-7fff-ffffffffffff"), "a", null, noon);
        NewEvent signed = event(EventId.parse("80000000-0000-0000-8000-000000000000"), "a", null, noon);
        NewEvent highest = event(EventId.parse("ffffffff-ffff-ffff-ffff-ffffffffffff"), "a", null, noon);
        NewEvent later = event(id(7), "a", null, noon.plusNanos(1_000));
        NewEvent earlier =
                event(EventId.parse("ffffffff-0000-0000-0000-000000000000"), "a", null, noon.minusNanos(1_000));
        store(store, negative, later, lowest, highest, earlier, middle, signed, low);

        List<Event> expected = Stream.of(later, highest, signed, negative, middle, low, lowest, earlier)
                .map(NewEvent::event)
                .toList();
        assertEquals(expected, store.list(listing(100)).events());
        for (int limit = 1; limit <= 9; limit++) {
            assertEquals(expected, walk(store, listing(limit)), "pages of " + limit);
        }
    }

    @Test
    default void cursors_walk_every_event_exactly_once() {
        EventStore store = emptyStore();
        List<Event> newestFirst = sevenInPairsOfEqualTime(store);

        for (int limit = 1; limit <= 8; limit++) {
            assertEquals(newestFirst, walk(store, listing(limit)), "pages of " + limit);
        }
    }

    @Test
    default void the_last_page_of_events_has_no_next_even_when_it_is_full() {
        EventStore store = emptyStore();
        List<Event> events = sevenInPairsOfEqualTime(store);

        assertEquals(new EventPage(events, Optional.empty()), store.list(listing(7)));
        assertEquals(
                new EventPage(events.subList(0, 6), Optional.of(EventCursor.behind(events.get(5)))),
                store.list(listing(6)));
        assertEquals(
                new EventPage(List.of(), Optional.empty()), store.list(after(EventCursor.behind(events.getLast()), 3)));
    }

    @Test
    default void a_cursor_holds_its_place_where_there_is_no_event() {
        EventStore store = emptyStore();
        store(
                store,
                event(10, "a", null, "2026-03-10T12:00:00Z"),
                event(20, "a", null, "2026-03-10T12:00:00Z"),
                event(30, "a", null, "2026-03-10T12:00:00.000001Z"));

        assertEquals(List.of(id(10)), idsAfter(store, "2026-03-10T12:00:00Z", id(15)));
        assertEquals(List.of(), idsAfter(store, "2026-03-10T12:00:00Z", id(5)));
        assertEquals(List.of(id(20), id(10)), idsAfter(store, "2026-03-10T12:00:00Z", id(25)));
        assertEquals(List.of(id(20), id(10)), idsAfter(store, "2026-03-10T12:00:00.000001Z", id(1)));
        assertEquals(List.of(id(30), id(20), id(10)), idsAfter(store, "2026-03-10T12:00:00.000002Z", id(0)));
    }

    @Test
    default void a_cursor_of_any_age_is_before_or_behind_every_event() {
        EventStore store = emptyStore();
        List<Event> events = sevenInPairsOfEqualTime(store);

        assertEquals(
                events.stream().map(Event::id).toList(), idsAfter(store, "+1000000000-12-31T23:59:59.999999Z", id(1)));
        assertEquals(List.of(), idsAfter(store, "-1000000000-01-01T00:00:00Z", id(1)));
    }

    @Test
    default void events_that_come_during_a_walk_neither_repeat_nor_hide_others() {
        EventStore store = emptyStore();
        List<Event> events = sevenInPairsOfEqualTime(store);
        EventPage first = store.list(listing(3));

        store(
                store,
                event(1_000, "later", null, "2026-12-01T00:00:00Z"),
                event(1_001, "earlier", null, "2020-01-01T00:00:00Z"));
        EventPage rest = store.list(after(first.next().orElseThrow(), 100));

        assertEquals(events.subList(0, 3), first.events());
        assertEquals(events.subList(3, 7), rest.events().subList(0, 4));
        assertEquals(
                List.of(id(1_001)),
                rest.events().stream().skip(4).map(Event::id).toList());
    }

    @Test
    default void a_list_has_only_events_of_the_name_the_person_and_the_window_wanted() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "2026-03-10T10:00:00Z"),
                event(2, "view", "bob", "2026-03-10T11:00:00Z"),
                event(3, "buy", "ada", "2026-03-10T12:00:00Z"),
                event(4, "view", null, "2026-03-10T13:00:00Z"),
                event(5, "view", "ada", "2026-03-10T14:00:00Z"),
                event(6, "view", "ada", "2026-04-10T10:00:00Z"),
                event(7, "buy", "bob", "2026-04-10T10:00:00Z"));
        TimeWindow march = window("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z");

        assertEquals(List.of(id(6), id(5), id(4), id(2), id(1)), ids(store, "view", "", Optional.empty()));
        assertEquals(List.of(id(6), id(5), id(3), id(1)), ids(store, "", "ada", Optional.empty()));
        assertEquals(List.of(id(5), id(4), id(3), id(2), id(1)), ids(store, "", "", Optional.of(march)));
        assertEquals(List.of(id(6), id(5), id(1)), ids(store, "view", "ada", Optional.empty()));
        assertEquals(List.of(id(5), id(4), id(2), id(1)), ids(store, "view", "", Optional.of(march)));
        assertEquals(List.of(id(5), id(3), id(1)), ids(store, "", "ada", Optional.of(march)));
        assertEquals(List.of(id(5), id(1)), ids(store, "view", "ada", Optional.of(march)));
        assertEquals(List.of(), ids(store, "buy", "bob", Optional.of(march)));
        assertEquals(List.of(), ids(store, "nothing", "", Optional.empty()));
        assertEquals(List.of(), ids(store, "", "stranger", Optional.empty()));
    }

    @Test
    default void cursors_walk_what_is_filtered_exactly_once() {
        EventStore store = emptyStore();
        List<NewEvent> events = new ArrayList<>();
        List<EventId> expected = new ArrayList<>();
        for (int number = 0; number < 60; number++) {
            String name = number % 2 == 0 ? "even" : "odd";
            String person = number % 3 == 0 ? "ada" : "bob";
            Instant at = Instant.parse("2026-03-10T12:00:00Z").plusSeconds(number / 12);
            events.add(event(id(number), name, person, at));
            if (number % 6 == 0 && number >= 12 && number < 48) {
                expected.addFirst(id(number));
            }
        }
        store(store, events);
        TimeWindow three = window("2026-03-10T12:00:01Z", "2026-03-10T12:00:04Z");

        for (int limit = 1; limit <= 7; limit++) {
            EventListing listing = new EventListing(
                    Optional.of(new EventName("even")),
                    Optional.of(new PersonId("ada")),
                    Optional.of(three),
                    Optional.empty(),
                    limit);
            assertEquals(expected, walk(store, listing).stream().map(Event::id).toList(), "pages of " + limit);
        }
    }

    @Test
    default void a_window_has_its_first_microsecond_and_not_its_end() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "a", "ada", "2026-03-10T11:59:59.999999Z"),
                event(2, "a", "ada", "2026-03-10T12:00:00Z"),
                event(3, "a", "ada", "2026-03-10T12:00:00.000001Z"),
                event(4, "a", "ada", "2026-03-10T12:59:59.999999Z"),
                event(5, "a", "ada", "2026-03-10T13:00:00Z"));

        TimeWindow hour = window("2026-03-10T12:00:00Z", "2026-03-10T13:00:00Z");
        TimeWindow one = window("2026-03-10T12:00:00.000001Z", "2026-03-10T12:00:00.000002Z");
        TimeWindow none = window("2026-03-10T12:00:00.000002Z", "2026-03-10T12:59:59.999999Z");
        assertEquals(List.of(id(4), id(3), id(2)), ids(store, "", "", Optional.of(hour)));
        assertEquals(List.of(id(3)), ids(store, "", "", Optional.of(one)));
        assertEquals(List.of(), ids(store, "", "", Optional.of(none)));
    }

    @Test
    default void totals_count_the_events_of_each_name_whenever_and_whoever() {
        EventStore store = emptyStore();
        store(
                store,
                event(1, "view", "ada", "1969-07-20T20:17:40Z"),
                event(2, "view", null, "2026-03-10T12:00:00Z"),
                event(3, "View", "ada", "2026-03-10T12:00:00Z"),
                event(4, "buy", "bob", "2001-03-10T12:00:00Z"));
        store(store, event(5, "view", "ada", "2026-03-10T12:00:00Z"));

        assertEquals(
                Map.of(new EventName("view"), 3L, new EventName("View"), 1L, new EventName("buy"), 1L),
                store.totals().names());
    }

    @Test
    default void totals_are_of_bounded_size_however_many_names_there_are() {
        EventStore store = emptyStore();
        int names = EventTotals.MAX_NAMES + 10;
        List<NewEvent> events = new ArrayList<>();
        for (int number = 0; number < names; number++) {
            events.add(event(number, "viewed product " + number, null, "2026-03-10T12:00:00Z"));
        }
        for (int from = 0; from < names; from += 2_500) {
            store(store, events.subList(from, Math.min(names, from + 2_500)));
        }
        EventTotals before = store.totals();
        store(store, event(names, "viewed product " + (names - 1), null, "2026-03-10T12:00:00Z"));
        EventTotals after = store.totals();

        assertTrue(before.names().size() <= EventTotals.MAX_NAMES);
        assertEquals(
                names,
                before.others()
                        + before.names().values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
        assertEquals(new EventTotals(before.names(), before.others() + 1), after);
        EventListing last = new EventListing(
                Optional.of(new EventName("viewed product " + (names - 1))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                10);
        assertEquals(List.of(id(names), id(names - 1)), ids(store, last));
    }

    @Test
    default void a_page_ends_by_bytes_as_well_as_by_rows() {
        EventStore store = emptyStore();
        int fit = EventListing.MAX_PAGE_BYTES / Event.MAX_PROPERTIES_BYTES;
        List<NewEvent> events = new ArrayList<>();
        for (int number = 0; number < 3 * fit + 5; number++) {
            events.add(largest(number));
        }
        store(store, events);
        List<Event> expected = events.reversed().stream().map(NewEvent::event).toList();

        EventPage page = store.list(listing(EventListing.MAX_LIMIT));
        assertEquals(expected.subList(0, fit), page.events());
        assertEquals(Optional.of(EventCursor.behind(expected.get(fit - 1))), page.next());
        assertEquals(expected, walk(store, listing(EventListing.MAX_LIMIT)));
        assertEquals(expected.subList(0, 3), store.list(listing(3)).events());
    }

    @Test
    default void small_events_fill_a_page_also_behind_large_ones() {
        EventStore store = emptyStore();
        List<NewEvent> events = new ArrayList<>();
        for (int number = 0; number < 900; number++) {
            events.add(event(number, "small", null, "2026-03-10T12:00:00Z"));
        }
        for (int number = 900; number < 910; number++) {
            events.add(largest(number));
        }
        store(store, events);

        EventPage page = store.list(listing(EventListing.MAX_LIMIT));

        assertEquals(events.reversed().stream().map(NewEvent::event).toList(), page.events());
        assertEquals(Optional.empty(), page.next());
    }

    /** As large as an event's properties may be, in characters of two bytes. */
    private static NewEvent largest(int number) {
        String start = "{\"text\":\"";
        String text = "ö".repeat((Event.MAX_PROPERTIES_BYTES - start.length() - 2) / 2);
        return eventWithText(number, "large", null, "2026-03-10T12:00:00Z", start + text + "\"}");
    }

    @Test
    default void lists_of_events_are_immutable_copies() {
        EventStore store = emptyStore();
        NewEvent first = event(1, "a", null, "2026-03-10T12:00:00Z");
        store(store, first);
        EventPage before = store.list(listing(10));
        Map<EventName, Long> totals = store.totals().names();

        store(store, event(2, "a", null, "2026-03-10T12:00:00Z"));

        assertEquals(List.of(first.event()), before.events());
        assertEquals(Map.of(new EventName("a"), 1L), totals);
        assertThrows(UnsupportedOperationException.class, () -> before.events().clear());
    }

    private static List<Event> sevenInPairsOfEqualTime(EventStore store) {
        List<NewEvent> events = new ArrayList<>();
        for (int number = 0; number < 7; number++) {
            Instant at = Instant.parse("2026-03-10T12:00:00Z").plusSeconds(number / 2);
            events.add(event(id(number), "a", "ada", at));
        }
        store(store, events);
        return events.reversed().stream().map(NewEvent::event).toList();
    }

    private static EventListing listing(int limit) {
        return new EventListing(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), limit);
    }

    private static EventListing after(EventCursor cursor, int limit) {
        return new EventListing(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(cursor), limit);
    }

    private static List<EventId> idsAfter(EventStore store, String at, EventId id) {
        return ids(store, after(new EventCursor(Instant.parse(at), id), 100));
    }

    /** Those of this name and this person, each of which may be empty for any. */
    private static List<EventId> ids(EventStore store, String name, String person, Optional<TimeWindow> window) {
        Optional<EventName> wantedName = name.isEmpty() ? Optional.empty() : Optional.of(new EventName(name));
        Optional<PersonId> wantedPerson = person.isEmpty() ? Optional.empty() : Optional.of(new PersonId(person));
        return ids(store, new EventListing(wantedName, wantedPerson, window, Optional.empty(), 100));
    }

    private static List<EventId> ids(EventStore store, EventListing listing) {
        return store.list(listing).events().stream().map(Event::id).toList();
    }

    private static List<Event> walk(EventStore store, EventListing listing) {
        List<Event> walked = new ArrayList<>();
        EventPage page = store.list(listing);
        walked.addAll(page.events());
        while (page.next().isPresent()) {
            page = store.list(
                    new EventListing(listing.name(), listing.person(), listing.window(), page.next(), listing.limit()));
            walked.addAll(page.events());
        }
        return walked;
    }
}
