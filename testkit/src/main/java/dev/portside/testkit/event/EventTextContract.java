package dev.portside.testkit.event;

import static dev.portside.testkit.event.EventFixtures.all;
import static dev.portside.testkit.event.EventFixtures.event;
import static dev.portside.testkit.event.EventFixtures.eventWithText;
import static dev.portside.testkit.event.EventFixtures.id;
import static dev.portside.testkit.event.EventFixtures.json;
import static dev.portside.testkit.event.EventFixtures.store;
import static dev.portside.testkit.event.EventFixtures.window;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.event.EventStore;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.TimeWindow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Contract of texts: they come back unchanged. */
public interface EventTextContract extends EventFixtures {

    /** Texts that are easily changed, cut or misread on the way, no two of which are equal. */
    List<String> UNUSUAL = List.of(
            "👩‍👩‍👧‍👦",
            "🇺🇦 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
            "é",
            "e\u0301",
            "Z\u0351\u036b\u0343algo",
            "שלום, עולם",
            "\u202eright to left\u202c",
            "مرحبا",
            "\uffff",
            "\ufffe",
            "\ufeffbom",
            "\ud83d\ude00",
            "\udbff\udfff",
            "İ",
            "I",
            "ı",
            "i",
            "ß",
            "ẞ",
            "ss",
            "SS",
            "'",
            "''",
            "\"",
            "\\",
            "\\\\",
            "\\u0041",
            "\\n",
            "%",
            "_",
            "100%_",
            "$1",
            "?",
            "{}",
            "{\"a\":1}",
            "[1]",
            "null",
            "NULL",
            "true",
            "-0",
            "--",
            "; drop table events",
            ":name",
            " ",
            "  ",
            " x",
            "x ",
            "x",
            "\u00a0",
            "\u200b",
            "\u2028",
            "李小龍");

    @Test
    default void properties_come_back_as_the_same_text() {
        EventStore store = emptyStore();
        List<String> texts = List.of(
                Event.NO_PROPERTIES,
                "{ }",
                " {\n\t\"b\" : null ,\r\n \"a\":[ 1 ,2 ] } ",
                "{\"z\":{\"y\":{\"x\":[]}},\"a\":{}}",
                "{\"a\":[1.0,1.00,1e2,1E+2,-0,0.1000000000000000055511151231257827,12345678901234567890123]}",
                "{\"a\":[\"\\u00e9\",\"é\",\"\\/\",\"/\",\"\\ud83d\\ude00\",\"😀\",\"\\n\\t\\\\\\\"\"]}",
                "{\"a\":{\"a\":[{\"a\":null}]},\"\":null,\" \":[]}",
                "{\"%\":null,\"_\":[\"100%_\",\"it's\",\"''\",\"\\\\\",\"$1\",\"?\"]}",
                "{\"a\":[\"שלום\",\"\u202e\",\"e\u0301\",\"\uffff\",\"\u2028\",\"İıiI\"]}");
        List<NewEvent> events = new ArrayList<>();
        for (String text : texts) {
            events.add(eventWithText(events.size(), "a", "ada", "2026-03-10T12:00:00Z", text));
        }
        store(store, events);

        assertEquals(
                texts.reversed(), all(store).stream().map(Event::properties).toList());
    }

    @Test
    default void properties_of_values_come_back_as_the_same_text() {
        EventStore store = emptyStore();
        NewEvent event = event(
                1,
                "a",
                "ada",
                "2026-03-10T12:00:00Z",
                "text",
                "pro",
                "number",
                json("1.50e3"),
                "flag",
                json("true"),
                "nothing",
                json("null"),
                "list",
                json("[1, 2]"),
                "it's \"one\"",
                "\\");
        store(store, event);

        assertEquals(
                "{\"text\":\"pro\",\"number\":1.50e3,\"flag\":true,\"nothing\":null,\"list\":[1, 2],"
                        + "\"it's \\\"one\\\"\":\"\\\\\"}",
                all(store).getFirst().properties());
    }

    @Test
    default void properties_may_be_as_long_as_allowed() {
        EventStore store = emptyStore();
        // Two bytes for each letter, and eight around them.
        String longest = "é".repeat((Event.MAX_PROPERTIES_BYTES - 8) / 2);
        NewEvent event = event(1, "a", "ada", "2026-03-10T12:00:00Z", "a", longest);
        store(store, event);

        assertEquals(32 * 1024, event.event().properties().getBytes(StandardCharsets.UTF_8).length);
        assertEquals(List.of(event.event()), all(store));
    }

    @Test
    default void unusual_texts_come_back_as_they_were_and_are_found_by_themselves_only() {
        EventStore store = emptyStore();
        List<NewEvent> events = new ArrayList<>();
        for (String text : UNUSUAL) {
            events.add(event(events.size(), text, text, "2026-03-10T12:00:00Z", text, text));
        }
        store(store, events);

        assertEquals(events.reversed().stream().map(NewEvent::event).toList(), all(store));
        for (int i = 0; i < UNUSUAL.size(); i++) {
            assertEquals(List.of(id(i)), byName(store, UNUSUAL.get(i)), "name " + UNUSUAL.get(i));
            assertEquals(List.of(id(i)), byPerson(store, UNUSUAL.get(i)), "person " + UNUSUAL.get(i));
        }
        assertEquals(UNUSUAL.size(), store.totals().names().size());
    }

    @Test
    default void names_and_people_may_be_as_long_as_allowed() {
        EventStore store = emptyStore();
        String longest = "😀".repeat(EventName.MAX_LENGTH);
        NewEvent event = event(1, longest, longest, "2026-03-10T12:00:00Z", longest, longest);
        store(store, event);

        assertEquals(List.of(event.event()), all(store));
        assertEquals(List.of(id(1)), byName(store, longest));
        assertEquals(List.of(id(1)), byPerson(store, longest));
    }

    @Test
    default void the_earliest_time_that_an_event_can_have_is_kept() {
        EventStore store = emptyStore();
        NewEvent earliest = event(id(1), "a", "ada", Event.EARLIEST);
        NewEvent middleAges = event(2, "a", "ada", "1054-07-04T12:34:56.000001Z");
        store(store, middleAges, earliest);

        assertEquals(List.of(middleAges.event(), earliest.event()), all(store));
        assertEquals(
                List.of(id(2), id(1)),
                ids(store, "a", "ada", Optional.of(new TimeWindow(Event.EARLIEST, TimeWindow.LATEST))));
    }

    private static List<EventId> byName(EventStore store, String name) {
        return ids(
                store,
                new EventListing(
                        Optional.of(new EventName(name)), Optional.empty(), Optional.empty(), Optional.empty(), 100));
    }

    private static List<EventId> byPerson(EventStore store, String person) {
        return ids(
                store,
                new EventListing(
                        Optional.empty(), Optional.of(new PersonId(person)), Optional.empty(), Optional.empty(), 100));
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
}
