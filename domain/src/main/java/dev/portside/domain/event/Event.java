package dev.portside.domain.event;

import dev.portside.domain.InvalidValue;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;

/**
 * Something that happened.
 *
 * @param at whole microseconds
 * @param properties a JSON object as text, at most {@value #MAX_PROPERTIES_BYTES} bytes in UTF-8
 */
public record Event(EventId id, EventName name, Optional<PersonId> person, Instant at, String properties) {

    public static final int MAX_PROPERTIES_BYTES = 32 * 1024;

    /** Clocks differ, and some clients send what will happen tonight. */
    public static final Duration MAX_AHEAD = Duration.ofHours(24);

    /** The earliest that every store can write: the year 4713 BC. */
    public static final Instant EARLIEST = Instant.parse("-4712-01-01T00:00:00Z");

    public static final String NO_PROPERTIES = "{}";

    /** The order of lists. */
    public static final Comparator<Event> NEWEST_FIRST =
            Comparator.comparing(Event::at).thenComparing(Event::id).reversed();

    public Event {
        if (!at.truncatedTo(ChronoUnit.MICROS).equals(at)) {
            throw new InvalidValue("must be in whole microseconds, but was " + at);
        }
        if (at.isBefore(EARLIEST)) {
            throw new InvalidValue("must not be before " + EARLIEST + ", but was " + at);
        }
        int bytes = utf8Length(properties);
        if (bytes > MAX_PROPERTIES_BYTES) {
            throw new InvalidValue("must be at most " + MAX_PROPERTIES_BYTES + " bytes of JSON, but was " + bytes);
        }
    }

    /** Hides person and properties, which may be anything: events end in somebody's log. */
    @Override
    public String toString() {
        return "Event[id=" + id + ", name=" + name + ", at=" + at + "]";
    }

    /** How long the properties are in UTF-8. */
    int propertiesBytes() {
        return utf8Length(properties);
    }

    /** Without making the bytes. A lone surrogate counts as the question mark that would stand for it. */
    private static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                length++;
            }
        }
        return length;
    }
}
