package dev.portside.http.user;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserId;
import dev.portside.http.Digests;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;

/**
 * Cursors as clients see them: opaque text. A digest at the end tells a cursor that was changed or cut from one that was
 * made here. It is no secret, and need not be: a cursor opens nothing that a page number does not.
 */
final class CursorText {

    /** Changes with the meaning of the bytes, so that a cursor of another version is refused rather than misread. */
    private static final byte[] VERSION = {'u', '1'};

    private static final int PLACE_BYTES = 2 * Long.BYTES;
    private static final int DIGEST_BYTES = 8;

    private CursorText() {}

    static String of(UserCursor cursor) {
        ByteBuffer bytes = ByteBuffer.allocate(PLACE_BYTES + DIGEST_BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, cursor.createdAt()))
                .putLong(cursor.id().value());
        bytes.put(digest(Arrays.copyOf(bytes.array(), PLACE_BYTES)));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws InvalidValue when the text is not exactly one that {@link #of} made */
    static UserCursor parse(String text) {
        byte[] bytes = decode(text);
        if (bytes.length != PLACE_BYTES + DIGEST_BYTES) {
            throw invalid();
        }
        byte[] digest = Arrays.copyOfRange(bytes, PLACE_BYTES, bytes.length);
        if (!Arrays.equals(digest, digest(Arrays.copyOf(bytes, PLACE_BYTES)))) {
            throw invalid();
        }
        ByteBuffer place = ByteBuffer.wrap(bytes);
        return new UserCursor(Instant.EPOCH.plus(place.getLong(), ChronoUnit.MICROS), new UserId(place.getLong()));
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static byte[] digest(byte[] place) {
        MessageDigest sha = Digests.sha256();
        sha.update(VERSION);
        return Arrays.copyOf(sha.digest(place), DIGEST_BYTES);
    }

    private static InvalidValue invalid() {
        return new InvalidValue("must be a cursor as the Link field of an earlier answer gave it");
    }
}
