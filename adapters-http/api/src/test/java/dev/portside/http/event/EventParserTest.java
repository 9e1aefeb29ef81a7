package dev.portside.http.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.event.Analytics;
import dev.portside.application.inmemory.InMemoryEventStore;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.PropertyName;
import dev.portside.http.Problem.FieldError;
import dev.portside.http.ProblemException;
import dev.portside.http.event.EventParser.Batch;
import dev.portside.http.event.EventParser.Reading;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class EventParserTest {

    private static final Instant NOW = Instant.parse("2026-03-29T12:00:00.123456Z");

    @Test
    void everything_that_an_event_can_have_is_read() {
        Event event = valid("""
            { "id" : "01890A5D-AC96-774B-BCCE-B302099A8057", "name" : "sign up", "user_id" : "42",
              "timestamp" : "2026-03-29T14:00:00.1234567+02:00", "properties" : { "plan" : "pro" } }\
            """).event();

        assertEquals("01890a5d-ac96-774b-bcce-b302099a8057", event.id().toString());
        assertEquals("sign up", event.name().value());
        assertEquals(Optional.of(new PersonId("42")), event.person());
        assertEquals(NOW, event.at());
        assertEquals("{\"plan\":\"pro\"}", event.properties());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'a','properties':{'k':1,'k':2}}|properties.k",
                "{'name':'a','properties':{'x':{'k':1,'y':[],'k':1}}}|properties.k",
                "{'name':'a','properties':{'x':[{'k':1},{'k':1,'k':1}]}}|properties.k",
                "{'name':'a','name':'a'}|name",
                "{'name':'a','properties':{},'properties':{}}|properties",
                "{'name':'a','what':1,'what':1}|what"
            })
    void a_member_that_stands_twice_refuses_its_event_and_no_other(String event, String field) {
        String json = event.replace('\'', '"');
        List<Reading> readings = read("[" + json
                        + ",{\"name\":\"b\",\"properties\":{\"k\":{\"k\":[{\"k\":1},{\"k\":1}]}}}]")
                .readings();

        assertTrue(errors(json).contains(new FieldError(field, "stands twice, but each member may stand once only")));
        assertInstanceOf(Reading.Invalid.class, readings.get(0));
        assertInstanceOf(Reading.Valid.class, readings.get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'events':[{'name':'a'}]}",
                "{'events':[{'name':'a'}],'sent_at':'2026-03-29T12:00:00Z'}",
                "{'sent_at':'2020-03-29T12:00:00+02:00','events':[{'name':'a'}]}",
                "{'sent_at':null,'events':[{'name':'a'}]}"
            })
    void the_order_of_members_has_no_meaning(String text) {
        Batch batch = read(text.replace('\'', '"'));

        assertEquals(1, batch.readings().size());
        assertInstanceOf(Reading.Valid.class, batch.readings().getFirst());
        assertFalse(batch.single());
    }

    @Test
    void when_a_request_was_sent_changes_no_time_of_an_event() {
        Event event = valid("""
            {"sent_at":"2020-01-01T00:00:00Z","name":"a","timestamp":"2020-01-01T00:00:00Z"}\
            """).event();

        assertEquals(Instant.parse("2020-01-01T00:00:00Z"), event.at());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'sent_at':'yesterday','events':[{'name':'a'}]}",
                "{'sent_at':1,'events':[{'name':'a'}]}",
                "{'events':[{'name':'a'}],'events':[{'name':'a'}]}",
                "{'events':[{'name':'a'}],'name':'a'}",
                "{'name':'a','events':[{'name':'a'}]}",
                "{'what':1,'events':[{'name':'a'}]}",
                "{'events':{}}",
                "{'sent_at':'2026-03-29T12:00:00Z','events':[]}"
            })
    void what_is_wrong_around_events_refuses_them_all(String text) {
        assertThrows(ProblemException.class, () -> read(text.replace('\'', '"')));
    }

    @Test
    void what_may_stand_around_events_is_unknown_within_them() {
        for (String field : List.of("sent_at", "events")) {
            Batch batch = read("[{\"name\":\"a\",\"" + field + "\":null}]");
            assertInstanceOf(Reading.Invalid.class, batch.readings().getFirst());
        }
    }

    @Test
    void what_is_absent_or_null_is_made_up_or_left_out() {
        for (String text : List.of(
                "{\"name\":\"a\"}",
                "{\"id\":null,\"name\":\"a\",\"user_id\":null,\"timestamp\":null,\"properties\":null}")) {
            Event event = valid(text).event();

            assertEquals(7, event.id().value().version());
            assertEquals(Optional.empty(), event.person());
            assertEquals(NOW, event.at());
            assertEquals("{}", event.properties());
        }
    }

    @ParameterizedTest
    @CsvSource({"7,7", "-0,0", "007x,", "1.0,", "12345678901234567890123,12345678901234567890123", "true,", "[1],"})
    void a_person_is_a_text_or_an_integer(String json, String expected) {
        String text = "{\"name\":\"a\",\"user_id\":" + (json.equals("007x") ? "{}" : json) + "}";

        if (expected == null) {
            assertEquals("user_id", errors(text).getFirst().field());
        } else {
            assertEquals(
                    Optional.of(new PersonId(expected)), valid(text).event().person());
        }
    }

    @Test
    void properties_are_kept_compact_and_their_own_values_can_be_asked_for() {
        NewEvent event = valid("""
            {"name":"a","properties":{ "text":"x\\u00e9\\n", "whole": 7, "part": 1.50, "tiny": 1E-3, "large": 1e2, "minus": -0,
             "yes": true, "no": false, "none": null, "list": [1, {"a": "b"}], "object": {"text": "y"}, "": 1, "a\\u0001": 2}}\
            """);

        assertEquals(
                "{\"text\":\"xé\\n"
                        + "\",\"whole\":7,\"part\":1.50,\"tiny\":1E-3,\"large\":1e2,\"minus\":-0,\"yes\":true,\"no\":false,"
                        + "\"none\":null,\"list\":[1,{\"a\":\"b\"}],\"object\":{\"text\":\"y\"},\"\":1,\"a\\u0001\":2}",
                event.event().properties());
        assertEquals(
                Map.of(
                        property("text"), "xé\n",
                        property("whole"), "7",
                        property("part"), "1.5",
                        property("tiny"), "0.001",
                        property("large"), "100",
                        property("minus"), "0",
                        property("yes"), "true",
                        property("no"), "false"),
                event.values());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"x\"",
                "7",
                "{\"a\":\"\\u0000\"}",
                "{\"a\\u0000b\":1}",
                "{\"a\":[\"\\ud800\"]}",
                "{\"a\":1e401}",
                "{\"a\":1e-401}",
                "{\"a\":1e99999999999}",
                "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":{\"i\":1}}}}}}}}}"
            })
    void properties_that_cannot_be_kept_are_told(String properties) {
        List<FieldError> errors = errors("{\"name\":\"a\",\"properties\":" + properties + ",\"user_id\":\"u\"}");

        assertEquals(1, errors.size(), errors.toString());
        assertEquals("properties", errors.getFirst().field());
    }

    @Test
    void properties_end_where_their_bounds_are() {
        assertTrue(valid(properties("{\"a\":".repeat(7) + "{}" + "}".repeat(7)))
                        .event()
                        .properties()
                        .length()
                > 7);
        assertEquals(1_000, valid(properties(members(1_000))).values().size());
        assertEquals("properties", errors(properties(members(1_001))).getFirst().field());
        assertEquals(
                32 * 1024,
                valid(properties(textOf(32 * 1024 - 8))).event().properties().length());
        assertEquals(
                "properties",
                errors(properties(textOf(32 * 1024 - 7))).getFirst().field());
        assertEquals(
                "properties",
                errors(properties("{\"a\":[" + "1e300,".repeat(10_000) + "1]}"))
                        .getFirst()
                        .field());
        assertEquals(
                "properties",
                errors(properties("{\"a\":" + "1".repeat(401) + "}")).getFirst().field());
        assertEquals(
                "1." + "1".repeat(399) + "e+399",
                valid(properties("{\"a\":" + "1".repeat(400) + "}")).values().get(property("a")));
    }

    @Test
    void all_that_is_wrong_with_an_event_is_told_at_once_and_those_behind_it_are_read() {
        Batch batch = read("""
            [{"name":"a"},
             {"id":"1","name":"","user_id":[[1]],"timestamp":"2026-03-30T12:00:00.123457Z","properties":[{}],"x":{"y":[]}},
             7, [[]], "x", null,
             {"name":"b"}]\
            """);

        assertEquals(7, batch.readings().size());
        assertEquals(
                List.of("id", "name", "user_id", "timestamp", "properties", "x"),
                ((Reading.Invalid) batch.readings().get(1))
                        .errors().stream().map(FieldError::field).toList());
        for (int i = 2; i < 6; i++) {
            assertInstanceOf(Reading.Invalid.class, batch.readings().get(i));
        }
        assertInstanceOf(Reading.Valid.class, batch.readings().getLast());
    }

    @Test
    void the_tail_of_an_event_whose_properties_are_wrong_is_read_past() {
        Batch batch = read(
                "[{\"properties\":{\"a\":{\"b\":[1,{\"c\":\"\\u0000\"},[2],{}],\"d\":{}},\"e\":[[]]},\"name\":\"a\"},"
                        + "{\"name\":\"b\",\"properties\":{\"x\":1}},{\"properties\":{\"y\":[2]},\"name\":\"b\"}]");

        assertInstanceOf(Reading.Invalid.class, batch.readings().getFirst());
        NewEvent next =
                assertInstanceOf(Reading.Valid.class, batch.readings().get(1)).event();
        assertEquals("b", next.event().name().value());
        assertEquals("{\"x\":1}", next.event().properties());
        assertEquals(Map.of(new PropertyName("x"), "1"), next.values());
        NewEvent last = assertInstanceOf(Reading.Valid.class, batch.readings().getLast())
                .event();
        assertEquals("{\"y\":[2]}", last.event().properties());
        assertEquals(Map.of(), last.values());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"events\":[]}",
                "{\"events\":{}}",
                "{\"events\":7}",
                "7",
                "null",
                "{\"events\":[{\"name\":\"a\"}],\"x\":1}"
            })
    void what_is_no_event_and_no_array_of_them_is_refused(String text) {
        assertEquals(
                400,
                assertThrows(ProblemException.class, () -> read(text)).problem().status());
    }

    @Test
    void no_more_than_2500_events_are_taken() {
        String one = "{\"name\":\"a\"}";

        assertEquals(
                2_500,
                read("[" + (one + ",").repeat(2_499) + one + "]").readings().size());
        ProblemException refusal = assertThrows(
                ProblemException.class, () -> read("{\"events\":[" + (one + ",").repeat(2_500) + one + "]}"));
        assertEquals(413, refusal.problem().status());
    }

    private static String properties(String json) {
        return "{\"name\":\"a\",\"properties\":" + json + "}";
    }

    private static String members(int number) {
        StringBuilder members = new StringBuilder("{");
        for (int i = 0; i < number; i++) {
            members.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":1");
        }
        return members.append('}').toString();
    }

    private static String textOf(int length) {
        return "{\"a\":\"" + "x".repeat(length) + "\"}";
    }

    private static PropertyName property(String name) {
        return new PropertyName(name);
    }

    private static NewEvent valid(String text) {
        Reading reading = read(text).readings().getFirst();
        return assertInstanceOf(Reading.Valid.class, reading, reading.toString())
                .event();
    }

    private static List<FieldError> errors(String text) {
        return assertInstanceOf(Reading.Invalid.class, read(text).readings().getFirst())
                .errors();
    }

    private static Batch read(String text) {
        InMemoryEventStore store = new InMemoryEventStore();
        Analytics analytics = new Analytics(store, store, Clock.fixed(NOW, ZoneOffset.UTC), new SecureRandom());
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            return EventParser.read(parser, analytics);
        }
    }
}
