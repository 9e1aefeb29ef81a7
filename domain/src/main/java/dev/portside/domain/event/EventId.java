package dev.portside.domain.event;

import dev.portside.domain.InvalidValue;
import java.util.UUID;

/** Identity of an event. The same id means the same event, however often and whenever it is sent (RFC 9562). */
public record EventId(UUID value) implements Comparable<EventId> {

    private static final int TEXT_LENGTH = 36;

    /**
     * Reads an id.
     *
     * @throws InvalidValue unless the text has the 36 characters of RFC 9562 §4
     */
    public static EventId parse(String text) {
        try {
            if (text.length() == TEXT_LENGTH) {
                return new EventId(UUID.fromString(text));
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static InvalidValue invalid() {
        return new InvalidValue("must be a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057");
    }

    /** The order of PostgreSQL: by the bytes, without a sign. */
    @Override
    public int compareTo(EventId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
