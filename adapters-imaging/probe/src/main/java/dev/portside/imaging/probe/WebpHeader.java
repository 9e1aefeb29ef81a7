package dev.portside.imaging.probe;

import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.Truncated;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Orientation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes over the chunks of a WebP (RFC 9649). */
final class WebpHeader {

    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEAD = 8;
    private static final int LOSSY_HEAD = 10;
    private static final int BLOCK_SIDE = 16;
    private static final int LOSSLESS_SIGNATURE = 0x2F;
    private static final int FRAME_HEAD = 16;
    private static final int ALPHA_FLAG = 0x10;
    private static final int ANIMATION_FLAG = 0x02;

    /** The head of the chunk that comes first where there is an opacity beside the image. */
    private static final String EXTENDED = "VP8X\n\0\0\0";

    private final Bytes bytes;
    private final ImageLimits limits;
    private final ProbedFile.Parts parts = new ProbedFile.Parts();
    private @Nullable ImageSize canvas;
    private @Nullable ImageSize image;
    private boolean animated;
    private boolean inFrame;
    private boolean alpha;
    private int alphaAt;
    private int imageAt;
    private int left;
    private int top;
    private Orientation orientation = Orientation.UPRIGHT;

    WebpHeader(Bytes bytes, ImageLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    ImageFile read() {
        long end = CHUNK_HEAD + bytes.u32le(4);
        bytes.require(0, end);
        chunks(FIRST_CHUNK, (int) end);
        ImageSize frame = image;
        if (frame == null) {
            throw new HeaderRefused(new NotAnImage());
        }
        ImageSize screen = canvas == null ? frame : canvas;
        if (!animated && !screen.equals(frame)) {
            throw new HeaderRefused(new NotAnImage());
        }
        // As that of a GIF, the screen grows to the first frame.
        screen = new ImageSize(
                Math.max(screen.width(), left + frame.width()), Math.max(screen.height(), top + frame.height()));
        write((int) end, frame);
        boolean seenThrough = alpha || !screen.equals(frame);
        ImageHeader header =
                new ImageHeader(ImageFormat.WEBP, screen, orientation, seenThrough ? 4 : 3, seenThrough, Byte.SIZE, 1);
        return new ProbedFile(bytes, header, new ImageFile.Frame(left, top, frame), parts, Optional.empty());
    }

    private void chunks(int from, int end) {
        int at = from;
        while (at + CHUNK_HEAD <= end) {
            long length = bytes.u32le(at + 4);
            bytes.require(at + CHUNK_HEAD, length);
            chunk(at, at + CHUNK_HEAD, at + CHUNK_HEAD + (int) length);
            // A chunk of odd length is followed by a byte without meaning, which some leave out at the end.
            at += CHUNK_HEAD + (int) (length + (length & 1));
        }
    }

    /** A file as it was, unless it has more than pixels: then one of the first frame. */
    private void write(int end, ImageSize frame) {
        if (imageAt == FIRST_CHUNK && padded(imageAt) >= end) {
            parts.head(0, end);
            return;
        }
        int length = 4;
        if (alphaAt > 0) {
            length += EXTENDED.length() + 10 + length(alphaAt);
        }
        length += length(imageAt);
        ByteBuffer begin = ByteBuffer.allocate(FIRST_CHUNK + (alphaAt > 0 ? EXTENDED.length() + 10 : 0))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(length)
                .put("WEBP".getBytes(StandardCharsets.ISO_8859_1));
        if (alphaAt > 0) {
            begin.put(EXTENDED.getBytes(StandardCharsets.ISO_8859_1)).putInt(ALPHA_FLAG);
            begin.put(u24(frame.width() - 1)).put(u24(frame.height() - 1));
            parts.body(alphaAt, padded(alphaAt));
        }
        parts.insert(begin.array());
        int imageEnd = padded(imageAt);
        parts.body(imageAt, Math.min(imageEnd, bytes.length()));
        if (imageEnd > bytes.length()) {
            parts.end(0);
        }
    }

    /** Of a chunk, with its head and what makes it even. */
    private int length(int at) {
        return padded(at) - at;
    }

    private int padded(int at) {
        long length = bytes.u32le(at + 4);
        return at + CHUNK_HEAD + (int) (length + (length & 1));
    }

    private static byte[] u24(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16)};
    }

    private void chunk(int at, int from, int to) {
        if (bytes.has(at, "VP8X")) {
            canvas = new ImageSize(bytes.u24le(from + 4) + 1, bytes.u24le(from + 7) + 1);
            animated = (bytes.u8(from) & ANIMATION_FLAG) != 0;
        } else if (bytes.has(at, "ANMF") && image == null) {
            // It cannot nest by the format, and must not here: each level would be one of the stack.
            if (inFrame) {
                throw new HeaderRefused(new NotAnImage());
            }
            animated = true;
            left = 2 * bytes.u24le(from);
            top = 2 * bytes.u24le(from + 3);
            bytes.require(from, Math.min(to - from, FRAME_HEAD));
            inFrame = true;
            chunks(from + FRAME_HEAD, to);
            inFrame = false;
            if (image == null
                    || image.width() != bytes.u24le(from + 6) + 1
                    || image.height() != bytes.u24le(from + 9) + 1) {
                throw new HeaderRefused(new NotAnImage());
            }
        } else if (bytes.has(at, "ALPH") && image == null) {
            alpha = true;
            alphaAt = at;
        } else if (bytes.has(at, "VP8 ") && !done()) {
            imageAt = at;
            lossy(from, to);
        } else if (bytes.has(at, "VP8L") && !done()) {
            imageAt = at;
            alphaAt = 0;
            lossless(from);
        } else if (bytes.has(at, "ICCP")) {
            parts.profile(from, to, false);
        } else if (bytes.has(at, "EXIF")) {
            // Some write the name that JPEG needs here, too.
            orientation = ExifOrientation.of(bytes.slice(bytes.has(from, "Exif\0\0") ? from + 6 : from, to));
        }
    }

    /** Returns whether the first of several frames has been read. */
    private boolean done() {
        return animated && image != null;
    }

    private void lossy(int from, int to) {
        if (image != null || !bytes.has(from + 3, "\u009D\1*")) {
            throw new HeaderRefused(new NotAnImage());
        }
        int width = bytes.u16le(from + 6) & 0x3FFF;
        int height = bytes.u16le(from + 8) & 0x3FFF;
        if (width == 0 || height == 0) {
            throw new HeaderRefused(new NotAnImage());
        }
        image = new ImageSize(width, height);
        // RFC 6386, 9.1 and 11.2: what is said of all blocks comes first, and takes them two bits each at least.
        int modes = bytes.u24le(from) >> 5;
        long blocks = Math.ceilDiv(width, BLOCK_SIDE) * (long) Math.ceilDiv(height, BLOCK_SIDE);
        if (modes > to - from - LOSSY_HEAD || (limits.allow(image) && modes * (long) Byte.SIZE < blocks * 2)) {
            throw new HeaderRefused(new Truncated());
        }
    }

    private void lossless(int from) {
        if (image != null || bytes.u8(from) != LOSSLESS_SIGNATURE) {
            throw new HeaderRefused(new NotAnImage());
        }
        long bits = bytes.u32le(from + 1);
        image = new ImageSize((int) (bits & 0x3FFF) + 1, (int) (bits >> 14 & 0x3FFF) + 1);
        alpha = (bits >> 28 & 1) == 1;
    }
}
