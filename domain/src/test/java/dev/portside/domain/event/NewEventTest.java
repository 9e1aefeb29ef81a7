package dev.portside.domain.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.domain.InvalidValue;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NewEventTest {

    @Test
    void texts_are_written_as_json_in_the_order_of_their_names() {
        Map<PropertyName, String> texts = Map.of(
                new PropertyName("plan"), "pro \"plus\"",
                new PropertyName("a\\b"), "line\n\u20ac\ud83d\ude00",
                new PropertyName("c"), "");

        NewEvent event = event(texts);

        assertEquals(
                "{\"a\\\\b\":\"line\\u000a\u20ac\ud83d\ude00\",\"c\":\"\",\"plan\":\"pro \\\"plus\\\"\"}",
                event.event().properties());
        assertEquals(texts, event.values());
        assertEquals(Event.NO_PROPERTIES, event(Map.of()).event().properties());
    }

    @Test
    void what_no_store_can_keep_is_refused() {
        for (String text : new String[] {"a\0b", "half \ud83d"}) {
            assertThrows(InvalidValue.class, () -> event(Map.of(new PropertyName("text"), text)));
        }
        String tooLong = "x".repeat(Event.MAX_PROPERTIES_BYTES);
        assertThrows(InvalidValue.class, () -> event(Map.of(new PropertyName("text"), tooLong)));
    }

    private static NewEvent event(Map<PropertyName, String> texts) {
        return NewEvent.of(
                new EventId(new UUID(0, 1)),
                new EventName("signup"),
                Optional.of(new PersonId("ada")),
                Instant.parse("2026-03-29T12:00:00Z"),
                texts);
    }
}
