package dev.portside.http.user;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserId;
import dev.portside.http.route.CursorSeal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Places in the list of users as text. */
final class CursorText {

    private static final int BYTES = 2 * Long.BYTES;

    private static final CursorSeal SEAL = new CursorSeal("u1", BYTES);

    private CursorText() {}

    static String of(UserCursor cursor) {
        return SEAL.seal(ByteBuffer.allocate(BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, cursor.createdAt()))
                .putLong(cursor.id().value())
                .array());
    }

    /**
     * Reads a cursor.
     *
     * @throws InvalidValue when the text is not exactly one that {@link #of} made
     */
    static UserCursor parse(String text) {
        ByteBuffer place = SEAL.open(text);
        return new UserCursor(Instant.EPOCH.plus(place.getLong(), ChronoUnit.MICROS), new UserId(place.getLong()));
    }
}
