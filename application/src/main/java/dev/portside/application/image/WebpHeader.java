package dev.portside.application.image;

import dev.portside.application.image.ImageRefusal.Measure;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.TooLarge;
import dev.portside.application.image.ImageRefusal.Truncated;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Orientation;
import org.jspecify.annotations.Nullable;

/** Goes over the chunks of a WebP (RFC 9649). */
final class WebpHeader {

    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEAD = 8;
    private static final int LOSSY_HEAD = 10;
    private static final int BLOCK_SIDE = 16;
    private static final int LOSSLESS_SIGNATURE = 0x2F;

    private final Bytes bytes;
    private final ImageLimits limits;
    private final ImageFile.Parts parts = new ImageFile.Parts();
    private @Nullable ImageSize canvas;
    private @Nullable ImageSize picture;
    private boolean alpha;
    private Orientation orientation = Orientation.UPRIGHT;

    WebpHeader(Bytes bytes, ImageLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    ImageFile read() {
        long end = CHUNK_HEAD + bytes.u32le(4);
        bytes.require(0, end);
        int at = FIRST_CHUNK;
        while (at + CHUNK_HEAD <= end) {
            long length = bytes.u32le(at + 4);
            bytes.require(at + CHUNK_HEAD, length);
            chunk(at, at + CHUNK_HEAD, at + CHUNK_HEAD + (int) length);
            // A chunk of odd length is followed by a byte without meaning, which some leave out at the end.
            at += CHUNK_HEAD + (int) (length + (length & 1));
        }
        if (picture == null || (canvas != null && !canvas.equals(picture))) {
            throw new Stop(new NotAnImage());
        }
        parts.head(0, (int) end);
        return new ImageFile(
                bytes, new ImageHeader(ImageFormat.WEBP, picture, orientation, alpha ? 4 : 3, alpha, 8, 1), parts);
    }

    private void chunk(int at, int from, int to) {
        if (bytes.has(at, "VP8X")) {
            canvas = new ImageSize(bytes.u24le(from + 4) + 1, bytes.u24le(from + 7) + 1);
            alpha |= (bytes.u8(from) & 0x10) != 0;
        } else if (bytes.has(at, "ANMF") || bytes.has(at, "ANIM")) {
            throw new Stop(new TooLarge(Measure.FRAMES, 1));
        } else if (bytes.has(at, "VP8 ")) {
            lossy(from, to);
        } else if (bytes.has(at, "VP8L")) {
            lossless(from);
        } else if (bytes.has(at, "ICCP")) {
            parts.profileWithin(from, to);
        } else if (bytes.has(at, "EXIF")) {
            // Some write the name that JPEG needs here, too.
            orientation = ExifOrientation.of(bytes.slice(bytes.has(from, "Exif\0\0") ? from + 6 : from, to));
        }
    }

    private void lossy(int from, int to) {
        if (picture != null || !bytes.has(from + 3, "\u009D\1*")) {
            throw new Stop(new NotAnImage());
        }
        int width = bytes.u16le(from + 6) & 0x3FFF;
        int height = bytes.u16le(from + 8) & 0x3FFF;
        if (width == 0 || height == 0) {
            throw new Stop(new NotAnImage());
        }
        picture = new ImageSize(width, height);
        // RFC 6386, 9.1 and 11.2: what is said of all blocks comes first, and takes them two bits each at least.
        int modes = bytes.u24le(from) >> 5;
        long blocks = Math.ceilDiv(width, BLOCK_SIDE) * (long) Math.ceilDiv(height, BLOCK_SIDE);
        if (modes > to - from - LOSSY_HEAD || (limits.allow(picture) && modes * (long) Byte.SIZE < blocks * 2)) {
            throw new Stop(new Truncated());
        }
    }

    private void lossless(int from) {
        if (picture != null || bytes.u8(from) != LOSSLESS_SIGNATURE) {
            throw new Stop(new NotAnImage());
        }
        long bits = bytes.u32le(from + 1);
        picture = new ImageSize((int) (bits & 0x3FFF) + 1, (int) (bits >> 14 & 0x3FFF) + 1);
        alpha |= (bits >> 28 & 1) == 1;
    }
}
