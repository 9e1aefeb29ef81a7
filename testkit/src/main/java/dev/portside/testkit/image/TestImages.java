package dev.portside.testkit.image;

import dev.portside.domain.image.ImageFormat;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Images for tests: made, changed and compared. */
public final class TestImages {

    private static final int PNG_SIGNATURE_LENGTH = 8;
    private static final int PNG_IHDR_END = 33;

    private TestImages() {}

    /** Four corners of different colours (red, green, blue, yellow), with waves as photos have them. */
    public static BufferedImage corners(int width, int height, int type) {
        BufferedImage picture = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                Color corner = y < height / 2
                        ? x < width / 2 ? new Color(200, 30, 40) : new Color(30, 180, 60)
                        : x < width / 2 ? new Color(40, 50, 190) : new Color(210, 200, 40);
                int wave = (int) Math.round(20 * Math.sin(x * 0.05) + 20 * Math.cos(y * 0.07));
                picture.setRGB(
                        x,
                        y,
                        new Color(
                                        bounded(corner.getRed() + wave),
                                        bounded(corner.getGreen() + wave),
                                        bounded(corner.getBlue() + wave))
                                .getRGB());
            }
        }
        return picture;
    }

    /** The corners, transparent on the left and opaque on the right. */
    public static BufferedImage fading(int width, int height) {
        BufferedImage fading = corners(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                fading.setRGB(x, y, (fading.getRGB(x, y) & 0xFFFFFF) | (x * 255 / width) << 24);
            }
        }
        return fading;
    }

    private static int bounded(int sample) {
        return Math.clamp(sample, 0, 255);
    }

    /** The corners, opaque, in this format, which is not WebP: the JDK does not write it. */
    public static byte[] file(int width, int height, ImageFormat format) {
        return encode(corners(width, height, BufferedImage.TYPE_INT_RGB), format);
    }

    public static byte[] encode(BufferedImage picture, ImageFormat format) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, format.name().toLowerCase(Locale.ROOT), file)) {
                throw new IllegalArgumentException("No writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    public static BufferedImage decode(byte[] file) {
        try {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file));
            if (picture == null) {
                throw new AssertionError("The answer is no image that the JDK can read");
            }
            return picture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JPEG with this EXIF orientation. */
    public static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.putShort((short) 0xFFE1).putShort((short) 34);
        exif.put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8);
        exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0);
        return insert(jpeg, 2, exif.array());
    }

    /** A PNG with another chunk behind its header. */
    public static byte[] withChunk(byte[] png, String type, byte[] data) {
        return insert(png, PNG_IHDR_END, chunk(type, data));
    }

    public static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        return ByteBuffer.allocate(data.length + 12)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) sum.getValue())
                .array();
    }

    /** A PNG that says it is as large as this, whatever it was; its sums are right. */
    public static byte[] resizedHeader(byte[] png, int width, int height) {
        ByteBuffer header =
                ByteBuffer.allocate(13).put(png, 16, 13).putInt(0, width).putInt(4, height);
        byte[] changed = png.clone();
        byte[] chunk = chunk("IHDR", header.array());
        System.arraycopy(chunk, 0, changed, PNG_SIGNATURE_LENGTH, chunk.length);
        return changed;
    }

    public static byte[] insert(byte[] file, int at, byte[] more) {
        return ByteBuffer.allocate(file.length + more.length)
                .put(file, 0, at)
                .put(more)
                .put(file, at, file.length - at)
                .array();
    }

    /** How alike two images of the same size are, in decibels; above 40 no difference is visible. */
    public static double likeness(BufferedImage one, BufferedImage other) {
        if (one.getWidth() != other.getWidth() || one.getHeight() != other.getHeight()) {
            throw new AssertionError("%d × %d is another size than %d × %d"
                    .formatted(one.getWidth(), one.getHeight(), other.getWidth(), other.getHeight()));
        }
        double squares = 0;
        long samples = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                int[] a = samples(one, x, y);
                int[] b = samples(other, x, y);
                for (int c = 0; c < a.length; c++) {
                    squares += (a[c] - b[c]) * (double) (a[c] - b[c]);
                    samples++;
                }
            }
        }
        return squares == 0 ? 100 : 10 * Math.log10(255.0 * 255 * samples / squares);
    }

    /** Red, green, blue and opacity, the colours weighted by that; grey as it is stored, which the JDK calls linear. */
    private static int[] samples(BufferedImage picture, int x, int y) {
        int[] stored = picture.getRaster().getPixel(x, y, (int[]) null);
        if (stored.length <= 2 && picture.getColorModel().getNumColorComponents() == 1) {
            int alpha = stored.length == 2 ? stored[1] : 255;
            int grey = stored[0] * alpha / 255;
            return new int[] {grey, grey, grey, alpha};
        }
        int argb = picture.getRGB(x, y);
        int alpha = argb >>> 24;
        int[] samples = {argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF, alpha};
        for (int c = 0; c < 3; c++) {
            samples[c] = samples[c] * alpha / 255;
        }
        return samples;
    }

    /** Opacity, red, green and blue of a pixel; grey as it is stored, and 0 where nothing is seen. */
    public static int argb(BufferedImage picture, int x, int y) {
        int[] samples = samples(picture, x, y);
        return samples[3] << 24 | samples[0] << 16 | samples[1] << 8 | samples[2];
    }

    /** Returns whether these characters stand anywhere in the file. */
    public static boolean contains(byte[] file, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at + wanted.length <= file.length; at++) {
            if (Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
