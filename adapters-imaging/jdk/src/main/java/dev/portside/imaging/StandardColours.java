package dev.portside.imaging;

import dev.portside.imaging.scaling.Interruption;
import dev.portside.imaging.scaling.Pixels;
import java.awt.Point;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.color.ProfileDataException;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;

/** Conversion of colours to sRGB, after scaling, when few pixels are left. */
final class StandardColours {

    private static final ICC_Profile SRGB = ICC_Profile.getInstance(ColorSpace.CS_sRGB);

    /** So many are converted at once, and between them there is a look whether anyone still waits. */
    private static final int ROWS = 64;

    private StandardColours() {}

    /** By the profile; where that is missing or broken, colours are taken for sRGB and inks for those of a usual press. */
    static Pixels convert(Pixels pixels, Optional<byte[]> profile) {
        if (pixels.channels() == 4 && !pixels.alpha()) {
            return profile.flatMap(bytes -> byProfile(pixels, bytes, ColorSpace.TYPE_CMYK))
                    .orElseGet(() -> inks(pixels));
        }
        int type = pixels.channels() <= 2 ? ColorSpace.TYPE_GRAY : ColorSpace.TYPE_RGB;
        return profile.flatMap(bytes -> byProfile(pixels, bytes, type)).orElse(pixels);
    }

    private static Optional<Pixels> byProfile(Pixels pixels, byte[] bytes, int type) {
        try {
            ICC_Profile profile = ICC_Profile.getInstance(bytes);
            if (profile.getColorSpaceType() != type) {
                return Optional.empty();
            }
            int colours = pixels.alpha() ? pixels.channels() - 1 : pixels.channels();
            int more = pixels.alpha() ? 1 : 0;
            byte[] converted = new byte[pixels.width() * pixels.height() * (3 + more)];
            ColorConvertOp conversion = new ColorConvertOp(new ICC_Profile[] {profile, SRGB}, null);
            // Only the colours, without gaps: an opacity has no profile, and what has one beside is refused.
            byte[] before = new byte[ROWS * pixels.width() * colours];
            byte[] after = new byte[ROWS * pixels.width() * 3];
            WritableRaster from = raster(before, pixels.width(), colours);
            WritableRaster to = raster(after, pixels.width(), 3);
            for (int y = 0; y < pixels.height(); y += ROWS) {
                Interruption.requireNotInterrupted();
                int count = Math.min(ROWS, pixels.height() - y) * pixels.width();
                int at = y * pixels.width();
                copy(pixels.bytes(), at * pixels.channels(), pixels.channels(), before, 0, colours, colours, count);
                conversion.filter(from, to);
                copy(after, 0, 3, converted, at * (3 + more), 3 + more, 3, count);
                if (pixels.alpha()) {
                    copy(
                            pixels.bytes(),
                            at * pixels.channels() + colours,
                            pixels.channels(),
                            converted,
                            at * 4 + 3,
                            4,
                            1,
                            count);
                }
            }
            return Optional.of(new Pixels(converted, pixels.width(), pixels.height(), 3 + more, pixels.alpha()));
        } catch (IllegalArgumentException | CMMException | ProfileDataException e) {
            // Anybody can write anything there; an image is not refused for it.
            return Optional.empty();
        }
    }

    /** So many samples of each of so many pixels. */
    private static void copy(byte[] from, int at, int step, byte[] to, int into, int toStep, int samples, int count) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(from, at + i * step, to, into + i * toStep, samples);
        }
    }

    private static WritableRaster raster(byte[] bytes, int width, int bands) {
        return Raster.createInterleavedRaster(
                new DataBufferByte(bytes, bytes.length),
                width,
                ROWS,
                width * bands,
                bands,
                RowSink.offsets(bands),
                new Point());
    }

    private static Pixels inks(Pixels pixels) {
        byte[] from = pixels.bytes();
        byte[] colours = new byte[pixels.width() * pixels.height() * 3];
        for (int y = 0, i = 0, to = 0; y < pixels.height(); y++) {
            Interruption.requireNotInterrupted();
            for (int x = 0; x < pixels.width(); x++, i += 4, to += 3) {
                PressColours.write(from, i, colours, to);
            }
        }
        return new Pixels(colours, pixels.width(), pixels.height(), 3, false);
    }
}
