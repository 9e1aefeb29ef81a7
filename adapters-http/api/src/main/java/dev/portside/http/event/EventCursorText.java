package dev.portside.http.event;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.event.EventCursor;
import dev.portside.domain.event.EventId;
import dev.portside.http.route.CursorSeal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Places in the list of events as text. */
final class EventCursorText {

    private static final int BYTES = 3 * Long.BYTES;

    private static final CursorSeal SEAL = new CursorSeal("e1", BYTES);

    private EventCursorText() {}

    static String of(EventCursor cursor) {
        UUID id = cursor.id().value();
        return SEAL.seal(ByteBuffer.allocate(BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, cursor.at()))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    /**
     * Reads a cursor.
     *
     * @throws InvalidValue when the text is not exactly one that {@link #of} made
     */
    static EventCursor parse(String text) {
        ByteBuffer place = SEAL.open(text);
        Instant at = Instant.EPOCH.plus(place.getLong(), ChronoUnit.MICROS);
        return new EventCursor(at, new EventId(new UUID(place.getLong(), place.getLong())));
    }
}
