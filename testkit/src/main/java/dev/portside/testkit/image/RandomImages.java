package dev.portside.testkit.image;

import dev.portside.domain.image.ImageFormat;
import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Random image files as they are found outside: all sizes, kinds of colours, ways of writing, orientations. The same of the same seed. */
public final class RandomImages {

    private static final int LONGEST_SIDE = 150;
    private static final List<Integer> SIDES = List.of(1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 64, 65);

    private RandomImages() {}

    /** A sound file of this format, which is not WebP: the JDK does not write it. */
    public static byte[] file(ImageFormat format, Random random) {
        int width = side(random);
        int height = side(random);
        return switch (format) {
            case JPEG -> jpeg(width, height, random);
            case PNG -> png(width, height, random);
            case GIF -> gif(width, height, random);
            case BMP -> bmp(width, height, random);
            case WEBP -> throw new IllegalArgumentException("The JDK writes no WebP");
        };
    }

    /** Changed or cut somewhere behind its first third. */
    public static byte[] damaged(byte[] file, Random random) {
        int from = file.length / 3;
        int at = from + random.nextInt(Math.max(1, file.length - from));
        return switch (random.nextInt(3)) {
            case 0 -> Arrays.copyOf(file, at);
            case 1 -> {
                byte[] changed = file.clone();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    changed[from + random.nextInt(file.length - from)] = (byte) random.nextInt(256);
                }
                yield changed;
            }
            default -> {
                int end = Math.min(file.length, at + 1 + random.nextInt(10));
                yield ByteBuffer.allocate(file.length - (end - at))
                        .put(file, 0, at)
                        .put(file, end, file.length - end)
                        .array();
            }
        };
    }

    private static int side(Random random) {
        return random.nextBoolean() ? SIDES.get(random.nextInt(SIDES.size())) : 1 + random.nextInt(LONGEST_SIDE);
    }

    private static byte[] jpeg(int width, int height, Random random) {
        boolean grey = random.nextInt(4) == 0;
        BufferedImage picture =
                picture(width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB, random);
        byte[] file = write(picture, ImageFormat.JPEG, random.nextInt(3) == 0, 0.1f + 0.9f * random.nextFloat());
        return random.nextInt(3) == 0 ? TestImages.withOrientation(file, 1 + random.nextInt(8)) : file;
    }

    private static byte[] png(int width, int height, Random random) {
        BufferedImage picture = switch (random.nextInt(8)) {
            case 0 -> picture(width, height, BufferedImage.TYPE_BYTE_GRAY, random);
            case 1 -> picture(width, height, BufferedImage.TYPE_USHORT_GRAY, random);
            case 2 -> picture(width, height, BufferedImage.TYPE_4BYTE_ABGR, random);
            case 3 -> palette(width, height, 1 + random.nextInt(8), random.nextBoolean(), random);
            case 4 -> deep(width, height, random.nextBoolean(), random);
            case 5 -> picture(width, height, BufferedImage.TYPE_BYTE_BINARY, random);
            default -> picture(width, height, BufferedImage.TYPE_INT_RGB, random);
        };
        byte[] file = write(picture, ImageFormat.PNG, random.nextInt(3) == 0, -1);
        return random.nextInt(4) == 0 ? TestImages.withChunk(file, "eXIf", exif(1 + random.nextInt(8))) : file;
    }

    private static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26)
                .put("MM\0*".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .array();
    }

    private static byte[] gif(int width, int height, Random random) {
        BufferedImage picture = palette(width, height, 1 + random.nextInt(8), random.nextBoolean(), random);
        byte[] file = write(picture, ImageFormat.GIF, random.nextInt(3) == 0, -1);
        if (random.nextInt(3) == 0) {
            // A screen that is larger, or too small, or of no size at all.
            file[6] = (byte) (random.nextInt(3) == 0 ? 0 : width + random.nextInt(20) - 10);
            file[7] = 0;
        }
        return file;
    }

    private static byte[] bmp(int width, int height, Random random) {
        BufferedImage picture = switch (random.nextInt(4)) {
            case 0 -> palette(width, height, List.of(1, 4, 8).get(random.nextInt(3)), false, random);
            case 1 -> picture(width, height, BufferedImage.TYPE_BYTE_GRAY, random);
            case 2 -> picture(width, height, BufferedImage.TYPE_USHORT_555_RGB, random);
            default -> picture(width, height, BufferedImage.TYPE_3BYTE_BGR, random);
        };
        return write(picture, ImageFormat.BMP, false, -1);
    }

    /** Waves of random length, direction and colour, as soft as photos are. */
    private static BufferedImage picture(int width, int height, int type, Random random) {
        BufferedImage picture = new BufferedImage(width, height, type);
        double[] waves = random.doubles(16, 0.01, 0.15).toArray();
        boolean alpha = picture.getColorModel().hasAlpha();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int argb = 0;
                for (int c = 0; c < 4; c++) {
                    double wave = Math.sin(x * waves[4 * c] + y * waves[4 * c + 1] + 40 * waves[4 * c + 2]);
                    argb = argb << 8 | (int) Math.round(127.5 + 127 * wave);
                }
                picture.setRGB(x, y, alpha ? argb : argb | 0xFF000000);
            }
        }
        return picture;
    }

    private static BufferedImage palette(int width, int height, int bits, boolean transparent, Random random) {
        int count = 1 << bits;
        int[] colours = random.ints(count).map(colour -> colour | 0xFF000000).toArray();
        int hidden = transparent ? random.nextInt(count) : -1;
        IndexColorModel model = new IndexColorModel(bits, count, colours, 0, false, hidden, DataBuffer.TYPE_BYTE);
        int stored = bits <= 1 ? 1 : bits <= 2 ? 2 : bits <= 4 ? 4 : 8;
        WritableRaster raster = stored == 8
                ? Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 1, new Point())
                : Raster.createPackedRaster(DataBuffer.TYPE_BYTE, width, height, 1, stored, new Point());
        int across = 1 + random.nextInt(30);
        int down = 1 + random.nextInt(30);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setSample(x, y, 0, (x / across + y / down) % count);
            }
        }
        return new BufferedImage(model, raster, false, null);
    }

    private static BufferedImage deep(int width, int height, boolean alpha, Random random) {
        BufferedImage shallow = picture(width, height, BufferedImage.TYPE_4BYTE_ABGR, random);
        int bands = alpha ? 4 : 3;
        WritableRaster raster =
                Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, width, height, bands, new Point());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int[] samples = shallow.getRaster().getPixel(x, y, (int[]) null);
                for (int band = 0; band < bands; band++) {
                    raster.setSample(x, y, band, samples[band] * 257);
                }
            }
        }
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                alpha,
                false,
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                DataBuffer.TYPE_USHORT);
        return new BufferedImage(model, raster, false, null);
    }

    /** @param quality below 0 where there is none */
    private static byte[] write(BufferedImage picture, ImageFormat format, boolean inPasses, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format.name().toLowerCase(Locale.ROOT))
                .next();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(file)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (inPasses) {
                param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            if (quality >= 0) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(quality);
            }
            writer.setOutput(output);
            writer.write(null, new IIOImage(picture, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }
}
