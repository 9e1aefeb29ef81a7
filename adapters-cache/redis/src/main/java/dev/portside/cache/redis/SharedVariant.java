package dev.portside.cache.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.portside.domain.image.AvatarVariant;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What Redis holds about one variant: 1 for the version of this format, the SHA-256 of its name and its file, and the file. So
 * what was cut off, changed, or put under another name there is told from what was written.
 */
final class SharedVariant {

    private static final byte FORMAT = 1;
    private static final int DIGEST_BYTES = 32;
    private static final int HEADER = 1 + DIGEST_BYTES;

    private SharedVariant() {}

    /** Different variants have different names, and a name has no end that another goes on from. */
    static String name(AvatarVariant variant) {
        return "%s:%d:%s:%s"
                .formatted(
                        variant.digest().hex(),
                        variant.size().pixels(),
                        variant.format().name().toLowerCase(Locale.ROOT),
                        variant.maker());
    }

    static byte[] toBytes(AvatarVariant variant, byte[] file) {
        return ByteBuffer.allocate(HEADER + file.length)
                .put(FORMAT)
                .put(digest(variant, file, 0))
                .put(file)
                .array();
    }

    /** The file; empty for anything that is not what {@link #toBytes} makes for this variant. */
    static Optional<byte[]> parse(byte[] bytes, AvatarVariant variant) {
        if (bytes.length <= HEADER || bytes[0] != FORMAT) {
            return Optional.empty();
        }
        byte[] stated = Arrays.copyOfRange(bytes, 1, HEADER);
        return MessageDigest.isEqual(stated, digest(variant, bytes, HEADER))
                ? Optional.of(Arrays.copyOfRange(bytes, HEADER, bytes.length))
                : Optional.empty();
    }

    private static byte[] digest(AvatarVariant variant, byte[] bytes, int from) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name(variant).getBytes(US_ASCII));
            digest.update((byte) 0);
            digest.update(bytes, from, bytes.length - from);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
