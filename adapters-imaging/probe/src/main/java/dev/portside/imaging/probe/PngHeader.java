package dev.portside.imaging.probe;

import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.Truncated;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Orientation;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Goes over the chunks of a PNG (W3C PNG, third edition) and checks the sums of those that make its pixels. */
final class PngHeader {

    static final String SIGNATURE = "\u0089PNG\r\n\32\n";

    private static final int CHUNK_FRAME = 12;
    private static final int IHDR_LENGTH = 13;
    private static final int ADAM7_PASSES = 7;
    /** No data is packed more tightly than that by deflate. */
    private static final int DEFLATE_MOST = 1032;

    private final Bytes bytes;
    private final ImageLimits limits;
    private final ProbedFile.Parts parts = new ProbedFile.Parts();
    private final CRC32 sum = new CRC32();
    private @Nullable ImageSize size;
    private int depth;
    private int colour;
    private boolean interlaced;
    private boolean palette;
    private boolean transparency;
    private long data;
    private Orientation orientation = Orientation.UPRIGHT;

    PngHeader(Bytes bytes, ImageLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    ImageFile read() {
        parts.head(0, SIGNATURE.length());
        int at = SIGNATURE.length();
        while (true) {
            long length = bytes.u32(at);
            bytes.require(at, length + CHUNK_FRAME);
            int end = at + CHUNK_FRAME + (int) length;
            if (chunk(at, end)) {
                return file();
            }
            at = end;
        }
    }

    private ImageFile file() {
        if (size == null || data == 0 || (colour == 3 && !palette)) {
            throw new HeaderRefused(new NotAnImage());
        }
        boolean alpha = colour >= 4 || transparency;
        int colours = (colour & 2) == 0 ? 1 : 3;
        ImageHeader header = new ImageHeader(
                ImageFormat.PNG,
                size,
                orientation,
                colours + (alpha ? 1 : 0),
                alpha,
                Math.max(8, depth),
                interlaced ? ADAM7_PASSES : 1);
        // A few bytes that promise much would be found out only when all of that has been allocated.
        if (limits.allow(size) && data * DEFLATE_MOST < bytesUnpacked(size)) {
            throw new HeaderRefused(new Truncated());
        }
        return new ProbedFile(bytes, header, parts);
    }

    private long bytesUnpacked(ImageSize size) {
        int samples = colour == 3 ? 1 : ((colour & 2) == 0 ? 1 : 3) + (colour >> 2);
        return size.pixels() * samples * depth / 8;
    }

    /** Returns whether it is the last. */
    private boolean chunk(int at, int end) {
        int from = at + 8;
        int to = end - 4;
        if (size == null) {
            frame(at, from, to);
            parts.head(at, end);
            return false;
        }
        if (bytes.has(at + 4, "iCCP")) {
            profile(at, to);
        } else if (bytes.has(at + 4, "eXIf")) {
            orientation = ExifOrientation.of(bytes.slice(from, to));
        } else if (bytes.has(at + 4, "PLTE")) {
            palette = true;
            keep(at, end);
        } else if (bytes.has(at + 4, "tRNS")) {
            transparency = true;
            keep(at, end);
        } else if (bytes.has(at + 4, "IDAT")) {
            data += to - from;
            keep(at, end);
        } else if (bytes.has(at + 4, "IEND")) {
            keep(at, end);
            return true;
        } else if ((bytes.u8(at + 4) & 0x20) == 0) {
            // It must be understood, and is not.
            throw new HeaderRefused(new NotAnImage());
        }
        return false;
    }

    private void keep(int at, int end) {
        requireSum(at, end);
        parts.body(at, end);
    }

    private void requireSum(int at, int end) {
        sum.reset();
        bytes.addTo(sum, at + 4, end - 4);
        if (sum.getValue() != bytes.u32(end - 4)) {
            throw new HeaderRefused(new NotAnImage());
        }
    }

    private void frame(int at, int from, int to) {
        if (!bytes.has(at + 4, "IHDR") || to - from != IHDR_LENGTH) {
            throw new HeaderRefused(new NotAnImage());
        }
        requireSum(at, to + 4);
        long width = bytes.u32(from);
        long height = bytes.u32(from + 4);
        depth = bytes.u8(from + 8);
        colour = bytes.u8(from + 9);
        int interlace = bytes.u8(from + 12);
        if (width == 0
                || height == 0
                || Math.max(width, height) > Integer.MAX_VALUE
                || !depthIsOfColour()
                || bytes.u16(from + 10) != 0
                || interlace > 1) {
            throw new HeaderRefused(new NotAnImage());
        }
        interlaced = interlace == 1;
        size = new ImageSize((int) width, (int) height);
    }

    private boolean depthIsOfColour() {
        return switch (colour) {
            case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
            case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
            case 2, 4, 6 -> depth == 8 || depth == 16;
            default -> false;
        };
    }

    /** Its name, a zero, the method, and what is deflated. */
    private void profile(int at, int to) {
        int name = bytes.find(0, at + 8);
        if (name + 2 <= to) {
            parts.profile(name + 2, to, true);
        }
    }
}
