package dev.portside.http.route;

import dev.portside.domain.InvalidValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * Cursors as clients see them: opaque text. A digest at the end distinguishes a cursor that was made here from one that was
 * changed or cut. It is no secret, and need not be: a cursor opens nothing that is closed without it.
 */
public final class CursorSeal {

    private static final int DIGEST_BYTES = 8;

    private final byte[] version;
    private final int placeBytes;

    /**
     * Seals places of one kind.
     *
     * @param version changes with the meaning of the bytes, so that a cursor of another version is refused rather than misread
     * @param placeBytes how long a place is
     */
    public CursorSeal(String version, int placeBytes) {
        this.version = version.getBytes(StandardCharsets.US_ASCII);
        this.placeBytes = placeBytes;
    }

    /** The text of a place. */
    public String seal(byte[] place) {
        byte[] bytes = Arrays.copyOf(place, placeBytes + DIGEST_BYTES);
        System.arraycopy(digest(place), 0, bytes, placeBytes, DIGEST_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The place of a text.
     *
     * @throws InvalidValue when it is not exactly one that {@link #seal} made
     */
    public ByteBuffer open(String text) {
        byte[] bytes = decode(text);
        if (bytes.length != placeBytes + DIGEST_BYTES) {
            throw invalid();
        }
        byte[] place = Arrays.copyOf(bytes, placeBytes);
        if (!Arrays.equals(Arrays.copyOfRange(bytes, placeBytes, bytes.length), digest(place))) {
            throw invalid();
        }
        return ByteBuffer.wrap(place);
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private byte[] digest(byte[] place) {
        MessageDigest sha = Digests.sha256();
        sha.update(version);
        return Arrays.copyOf(sha.digest(place), DIGEST_BYTES);
    }

    private static InvalidValue invalid() {
        return new InvalidValue("must be a cursor as the Link field of an earlier answer gave it");
    }
}
