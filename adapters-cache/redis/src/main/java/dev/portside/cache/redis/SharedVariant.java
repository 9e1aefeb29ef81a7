package dev.portside.cache.redis;

import dev.portside.domain.image.AvatarVariant;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Value of one variant in Redis: 2 for the version of this format, and the file. Its {@link Seal} proves that it belongs there. */
final class SharedVariant {

    private static final byte FORMAT = 2;
    static final int HEADER = 1;

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

    static byte[] toBytes(byte[] file) {
        return ByteBuffer.allocate(HEADER + file.length).put(FORMAT).put(file).array();
    }

    /** The file; empty for anything that is not what {@link #toBytes} makes. */
    static Optional<byte[]> parse(byte[] bytes) {
        return bytes.length <= HEADER || bytes[0] != FORMAT
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(bytes, HEADER, bytes.length));
    }
}
