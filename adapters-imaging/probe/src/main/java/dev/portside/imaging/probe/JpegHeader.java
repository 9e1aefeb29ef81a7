package dev.portside.imaging.probe;

import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ImageRefusal.Measure;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.TooLarge;
import dev.portside.application.image.ImageRefusal.Truncated;
import dev.portside.application.image.ImageRefusal.UnknownType;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Orientation;
import org.jspecify.annotations.Nullable;

/** Goes over the markers of a JPEG (ITU-T T.81, annex B), to its end: only there one knows how many scans there are. */
final class JpegHeader {

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DHT = 0xC4;
    private static final int DQT = 0xDB;
    private static final int DRI = 0xDD;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    private static final int PROGRESSIVE = 0xC2;
    private static final String EXIF = "Exif\0\0";
    /** Of eight by eight pixels, which take a bit at least, be they as plain as they may. */
    private static final int BLOCK_PIXELS = 64;

    private final Bytes bytes;
    private final ImageLimits limits;
    private final ProbedFile.Parts parts = new ProbedFile.Parts();
    private @Nullable ImageSize size;
    private int channels;
    private int scans;
    private long scanned;
    private Orientation orientation = Orientation.UPRIGHT;
    private final JpegColours colours = new JpegColours();
    private final JpegProfile profile = new JpegProfile();
    private final JpegTables tables = new JpegTables();
    private boolean progressive;
    private boolean exif;

    JpegHeader(Bytes bytes, ImageLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    ImageFile read() {
        parts.head(0, 2);
        int at = 2;
        while (true) {
            // What stands between segments has no meaning, and decoders pass over it, too.
            at = bytes.find(0xFF, at);
            int marker = bytes.u8(at + 1);
            if (marker == EOI) {
                parts.body(at, at + 2);
                return file();
            }
            if (marker == 0xFF) {
                at++;
            } else if (standsAlone(marker)) {
                at += 2;
            } else {
                int end = at + 2 + bytes.u16(at + 2);
                if (end < at + 4) {
                    throw new HeaderRefused(new NotAnImage());
                }
                bytes.require(at, end - at);
                at = marker == SOS ? scan(at, end) : segment(marker, at, end);
            }
        }
    }

    private ImageFile file() {
        if (size == null || scans == 0) {
            throw new HeaderRefused(new NotAnImage());
        }
        // A few bytes that promise much would be found out only when memory for all of that had been gone over.
        if (limits.allow(size) && scanned * Byte.SIZE < size.pixels() / BLOCK_PIXELS) {
            throw new HeaderRefused(new Truncated());
        }
        colours.write(bytes, channels, parts);
        profile.write(parts);
        if (tables.missing() && !progressive) {
            parts.insert(JpegTables.standard());
        }
        return new ProbedFile(
                bytes, new ImageHeader(ImageFormat.JPEG, size, orientation, channels, false, 8, scans), parts);
    }

    /** Restarts, and what is stuffed into a scan. */
    private static boolean standsAlone(int marker) {
        return marker <= 0x01 || (marker >= 0xD0 && marker <= SOI);
    }

    private int scan(int at, int end) {
        if (size == null) {
            throw new HeaderRefused(new NotAnImage());
        }
        scans++;
        if (scans > limits.passes()) {
            throw new HeaderRefused(new TooLarge(Measure.PASSES, limits.passes()));
        }
        tables.used(bytes, at + 4, end);
        int next = bytes.find(0xFF, end);
        while (bytes.u8(next + 1) == 0 || (bytes.u8(next + 1) & 0xF8) == 0xD0) {
            next = bytes.find(0xFF, next + 2);
        }
        scanned += next - end;
        parts.body(at, next);
        return next;
    }

    private int segment(int marker, int at, int end) {
        switch (marker) {
            case APP0 -> colours.jfif(bytes, at, end);
            case APP1 -> {
                if (!exif && bytes.has(at + 4, EXIF) && end >= at + 4 + EXIF.length()) {
                    exif = true;
                    orientation = ExifOrientation.of(bytes.slice(at + 4 + EXIF.length(), end));
                }
            }
            case APP2 -> profile.segment(bytes, at, end);
            case APP14 -> colours.adobe(bytes, at, end);
            case DHT -> {
                tables.defined(bytes, at + 4, end);
                parts.body(at, end);
            }
            case DQT, DRI -> parts.body(at, end);
            default -> {
                if (marker >= 0xC0 && marker <= 0xCF) {
                    frame(marker, at, end);
                }
            }
        }
        return end;
    }

    private void frame(int marker, int at, int end) {
        if (marker > PROGRESSIVE) {
            // Lossless, hierarchical and arithmetic ones, which hardly anything writes.
            throw new HeaderRefused(new UnknownType());
        }
        if (size != null || end < at + 10) {
            throw new HeaderRefused(new NotAnImage());
        }
        if (bytes.u8(at + 4) != 8) {
            throw new HeaderRefused(new UnknownType());
        }
        int height = bytes.u16(at + 5);
        int width = bytes.u16(at + 7);
        channels = bytes.u8(at + 9);
        if (height == 0 || width == 0 || (channels != 1 && channels != 3 && channels != 4)) {
            throw new HeaderRefused(new NotAnImage());
        }
        size = new ImageSize(width, height);
        progressive = marker == PROGRESSIVE;
        colours.components(bytes, at + 10, Math.min(channels, (end - at - 10) / 3));
        parts.body(at, end);
    }
}
