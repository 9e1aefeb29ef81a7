package dev.portside.domain.event;

import dev.portside.domain.InvalidValue;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An event that is to be stored.
 *
 * @param values by what it can be broken down: those members of its properties that are texts, numbers or booleans, each
 *     as text; the others count as absent. Numbers have their canonical short form, see {@link NumberText}
 */
public record NewEvent(Event event, Map<PropertyName, String> values) {

    public NewEvent {
        values = Map.copyOf(values);
    }

    /**
     * An event whose properties are all texts.
     *
     * @param at whole microseconds
     * @throws InvalidValue when a text has the character U+0000 or half of a surrogate pair, or when all are too long together
     */
    public static NewEvent of(
            EventId id, EventName name, Optional<PersonId> person, Instant at, Map<PropertyName, String> texts) {
        String json = texts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(PropertyName::value)))
                .map(text -> quoted(text.getKey().value()) + ":" + quoted(text.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        return new NewEvent(new Event(id, name, person, at, json), texts);
    }

    /** Hides what {@link Event} hides. */
    @Override
    public String toString() {
        return "New" + event;
    }

    /** As RFC 8259 §7 has it. */
    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            if (c == 0 || Character.getType(c) == Character.SURROGATE) {
                throw new InvalidValue("must be well-formed Unicode without U+0000, but has U+%04X".formatted(c));
            }
            if (c == '"' || c == '\\') {
                json.append('\\').appendCodePoint(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted(c));
            } else {
                json.appendCodePoint(c);
            }
        });
        return json.append('"').toString();
    }
}
