package dev.portside.imaging;

import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.Truncated;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageSize;
import dev.portside.imaging.scaling.Interruption;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Opacities beside the pixels of a lossy WebP (RFC 9649, 2.7.1.2). They are either plain or the green of a lossless image, which is
 * decoded as one: the reader of WebP knows no plain ones, and misses for each pixel of a broken one that there are no more bytes.
 */
final class WebpAlpha {

    /** The chunk of opacities comes behind that of features, which it makes necessary. */
    private static final int FIRST_CHUNK = 12;

    private static final int CHUNK_HEAD = 8;
    private static final int FEATURES = 0x56503858; // VP8X
    private static final int FEATURES_LENGTH = 18;
    private static final int LOSSLESS_SIGNATURE = 0x2F;
    private static final int LOSSLESS_HEAD = 5;
    private static final int GREEN = 1;

    private static final int PLAIN = 0;
    private static final int LOSSLESS = 1;

    private WebpAlpha() {}

    /** Of a file that header reading has put together. */
    static boolean isIn(ByteBuffer webp) {
        return webp.getInt(FIRST_CHUNK) == FEATURES;
    }

    /** The file without its opacities. */
    static ByteBuffer withoutIt(ByteBuffer webp) {
        int alphaAt = FIRST_CHUNK + FEATURES_LENGTH;
        int pictureAt = alphaAt + CHUNK_HEAD + padded(length(webp, alphaAt));
        return file(webp.duplicate().position(pictureAt).slice());
    }

    /** An opacity for each pixel, row by row. */
    static byte[] decode(ByteBuffer webp, ImageSize size) throws Broken {
        int alphaAt = FIRST_CHUNK + FEATURES_LENGTH;
        int length = length(webp, alphaAt);
        if (length < 1) {
            throw new Broken(new Truncated());
        }
        int flags = webp.get(alphaAt + CHUNK_HEAD);
        ByteBuffer data = webp.slice(alphaAt + CHUNK_HEAD + 1, length - 1);
        byte[] opacities = switch (flags & 3) {
            case PLAIN -> plain(data, size);
            case LOSSLESS -> lossless(data, size);
            default -> throw new Broken(new NotAnImage());
        };
        unfilter(opacities, size, flags >> 2 & 3);
        return opacities;
    }

    private static byte[] plain(ByteBuffer data, ImageSize size) throws Broken {
        byte[] opacities = new byte[Math.multiplyExact(size.width(), size.height())];
        if (data.remaining() < opacities.length) {
            throw new Broken(new Truncated());
        }
        data.get(opacities);
        return opacities;
    }

    private static byte[] lossless(ByteBuffer data, ImageSize size) throws Broken {
        int length = LOSSLESS_HEAD + data.remaining();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_HEAD + padded(length))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("VP8L".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(length)
                .put((byte) LOSSLESS_SIGNATURE)
                .putInt((size.height() - 1) << 14 | (size.width() - 1))
                .put(data)
                .position(0);
        BufferedImage picture = Readers.with(ImageFormat.WEBP, file(chunk), reader -> reader.read(0));
        byte[] opacities = new byte[Math.multiplyExact(size.width(), size.height())];
        int[] row = new int[size.width()];
        for (int y = 0, to = 0; y < size.height(); y++) {
            picture.getRaster().getSamples(0, y, size.width(), 1, GREEN, row);
            for (int sample : row) {
                opacities[to++] = (byte) sample;
            }
        }
        return opacities;
    }

    /** Each opacity was written as what it is more than its neighbours let expect. */
    private static void unfilter(byte[] opacities, ImageSize size, int filter) {
        int width = size.width();
        for (int y = 0, i = 0; filter != 0 && y < size.height(); y++) {
            Interruption.requireNotInterrupted();
            for (int x = 0; x < width; x++, i++) {
                int left = x > 0 ? opacities[i - 1] & 0xFF : 0;
                int above = y > 0 ? opacities[i - width] & 0xFF : 0;
                int expected;
                if (y == 0) {
                    expected = left;
                } else if (x == 0) {
                    expected = above;
                } else {
                    expected = switch (filter) {
                        case 1 -> left;
                        case 2 -> above;
                        default -> Math.clamp(left + above - (opacities[i - width - 1] & 0xFF), 0, 255);
                    };
                }
                opacities[i] += (byte) expected;
            }
        }
    }

    private static ByteBuffer file(ByteBuffer chunk) {
        return ByteBuffer.allocate(FIRST_CHUNK + chunk.remaining())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(4 + chunk.remaining())
                .put("WEBP".getBytes(StandardCharsets.ISO_8859_1))
                .put(chunk)
                .flip()
                .order(ByteOrder.BIG_ENDIAN);
    }

    private static int length(ByteBuffer webp, int at) {
        return Integer.reverseBytes(webp.getInt(at + 4));
    }

    private static int padded(int length) {
        return length + (length & 1);
    }
}
