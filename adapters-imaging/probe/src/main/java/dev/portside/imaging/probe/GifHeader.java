package dev.portside.imaging.probe;

import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.Truncated;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Orientation;
import java.util.Optional;

/**
 * Goes over the blocks of a GIF (GIF89a, 1990) to the end of the first frame, and no further: decoders get a file that
 * ends there, so that ten thousand frames cost as much as one.
 */
final class GifHeader {

    private static final int EXTENSION = 0x21;
    private static final int FRAME = 0x2C;
    private static final int TRAILER = 0x3B;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int SCREEN_END = 13;
    private static final int MAX_CODE_SIZE = 8;
    private static final int MAX_CODES = 4096;

    private GifHeader() {}

    static ImageFile read(Bytes bytes, ImageLimits limits) {
        int at = SCREEN_END + paletteLength(bytes.u8(10));
        ProbedFile.Parts parts = new ProbedFile.Parts().head(0, at);
        boolean transparent = false;
        while (bytes.u8(at) == EXTENSION) {
            int end = skipBlocks(bytes, at + 2);
            if (bytes.u8(at + 1) == GRAPHIC_CONTROL) {
                transparent = (bytes.u8(at + 3) & 1) == 1;
                parts.body(at, end);
            }
            at = end;
        }
        if (bytes.u8(at) != FRAME) {
            throw new HeaderRefused(new NotAnImage());
        }
        int left = bytes.u16le(at + 1);
        int top = bytes.u16le(at + 3);
        ImageSize frame = size(bytes.u16le(at + 5), bytes.u16le(at + 7));
        // As browsers have it: the screen grows to the first frame.
        ImageSize screen = new ImageSize(
                Math.max(bytes.u16le(6), left + frame.width()), Math.max(bytes.u16le(8), top + frame.height()));
        int flags = bytes.u8(at + 9);
        int data = at + 10 + paletteLength(flags);
        int codeSize = bytes.u8(data);
        if (codeSize < 1 || codeSize > MAX_CODE_SIZE) {
            throw new HeaderRefused(new NotAnImage());
        }
        int end = skipBlocks(bytes, data + 1);
        if (limits.allow(screen) && most(end - data, codeSize) < frame.pixels()) {
            throw new HeaderRefused(new Truncated());
        }
        parts.body(at, end).end(TRAILER);
        boolean alpha = transparent || !frame.equals(screen);
        ImageHeader header = new ImageHeader(
                ImageFormat.GIF, screen, Orientation.UPRIGHT, alpha ? 4 : 3, alpha, 8, (flags & 0x40) == 0 ? 1 : 4);
        return new ProbedFile(bytes, header, new ImageFile.Frame(left, top, frame), parts, Optional.empty());
    }

    /** As many pixels as so many bytes can stand for: each code for one more than the longest before it. */
    private static long most(int bytes, int codeSize) {
        long codes = (long) bytes * Byte.SIZE / (codeSize + 1);
        return codes * Math.min(codes, MAX_CODES);
    }

    private static ImageSize size(int width, int height) {
        if (width == 0 || height == 0) {
            throw new HeaderRefused(new NotAnImage());
        }
        return new ImageSize(width, height);
    }

    private static int paletteLength(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    /** Each block begins with its length; one without is the end. */
    private static int skipBlocks(Bytes bytes, int from) {
        int at = from;
        while (bytes.u8(at) != 0) {
            at += 1 + bytes.u8(at);
        }
        return at + 1;
    }
}
