package dev.portside.imaging.probe;

import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.UnknownType;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Orientation;

/** Reader of the two headers of a Windows bitmap. */
final class BmpHeader {

    private static final int CORE_LENGTH = 12;
    private static final int INFO_LENGTH = 40;
    private static final int MAX_LENGTH = 124;

    private static final int PLAIN = 0;
    private static final int RUN_LENGTH_8 = 1;
    private static final int RUN_LENGTH_4 = 2;
    private static final int BIT_FIELDS = 3;

    private BmpHeader() {}

    static ImageFile read(Bytes bytes) {
        long pixels = bytes.u32le(10);
        long length = bytes.u32le(14);
        if (length != CORE_LENGTH && (length < INFO_LENGTH || length > MAX_LENGTH)) {
            throw new HeaderRefused(new NotAnImage());
        }
        boolean core = length == CORE_LENGTH;
        long width = core ? bytes.u16le(18) : (int) bytes.u32le(18);
        // Below zero when the rows go from top to bottom.
        long height = core ? bytes.u16le(20) : Math.abs((long) (int) bytes.u32le(22));
        int bits = bytes.u16le(core ? 24 : 28);
        long compression = core ? PLAIN : bytes.u32le(30);
        if (width < 1 || height < 1 || height > Integer.MAX_VALUE) {
            throw new HeaderRefused(new NotAnImage());
        }
        requireKnown(compression, bits);
        boolean runs = compression == RUN_LENGTH_8 || compression == RUN_LENGTH_4;
        long row = Math.ceilDiv(width * bits, 32) * 4;
        bytes.require(pixels, runs ? 2 : row * height);
        ImageHeader header = new ImageHeader(
                ImageFormat.BMP,
                new ImageSize((int) width, (int) height),
                Orientation.UPRIGHT,
                bits == 32 ? 4 : 3,
                bits == 32 && compression == BIT_FIELDS,
                8,
                1);
        return new ProbedFile(bytes, header, new ProbedFile.Parts().head(0, bytes.length()));
    }

    private static void requireKnown(long compression, int bits) {
        if (compression > BIT_FIELDS) {
            // A JPEG or a PNG in disguise, among others.
            throw new HeaderRefused(new UnknownType());
        }
        boolean known = switch ((int) compression) {
            case PLAIN -> bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
            case RUN_LENGTH_8 -> bits == 8;
            case RUN_LENGTH_4 -> bits == 4;
            default -> bits == 16 || bits == 32;
        };
        if (!known) {
            throw new HeaderRefused(new NotAnImage());
        }
    }
}
