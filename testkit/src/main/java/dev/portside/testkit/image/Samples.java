package dev.portside.testkit.image;

import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The corners in every way in which the formats that are read can be written. */
public final class Samples {

    /** Of the images in WebP, which lie here as files, for the JDK does not write them. */
    static final ImageSize WEBP_SIZE = new ImageSize(200, 150);

    private Samples() {}

    /** One sound file of each way, by its name. */
    public static Map<String, byte[]> all() {
        Map<String, byte[]> samples = new LinkedHashMap<>();
        samples.put("a baseline JPEG", TestImages.file(48, 36, ImageFormat.JPEG));
        samples.put("a progressive JPEG", inPasses(corners(48, 36), ImageFormat.JPEG));
        samples.put("a PNG", TestImages.file(48, 36, ImageFormat.PNG));
        samples.put("an interlaced PNG", inPasses(corners(48, 36), ImageFormat.PNG));
        samples.put("a GIF", TestImages.file(48, 36, ImageFormat.GIF));
        samples.put("an interlaced GIF", inPasses(corners(48, 36), ImageFormat.GIF));
        samples.put("a bitmap", TestImages.file(48, 36, ImageFormat.BMP));
        samples.put("a lossy WebP", webp("lossy"));
        samples.put("a lossless WebP", webp("lossless"));
        samples.put("a lossy WebP with opacities", webp("lossy-alpha"));
        samples.put("a lossless WebP with opacities", webp("lossless-alpha"));
        return samples;
    }

    private static BufferedImage corners(int width, int height) {
        return TestImages.corners(width, height, BufferedImage.TYPE_INT_RGB);
    }

    /** The corners, or with {@code -alpha} the fading ones, as {@code references.sh} had libvips write them. */
    public static byte[] webp(String kind) {
        try (InputStream file = Samples.class.getResourceAsStream(kind + ".webp")) {
            if (file == null) {
                throw new IllegalArgumentException("There is no " + kind + ".webp");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Written so that it becomes clearer while it comes: a progressive JPEG, an interlaced PNG or GIF. */
    public static byte[] inPasses(BufferedImage picture, ImageFormat format) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format.name().toLowerCase(Locale.ROOT))
                .next();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(file)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(output);
            writer.write(null, new IIOImage(picture, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }

    /** A WebP with nothing but its pixels, in the shorter form that has no list of features. */
    static byte[] simple(byte[] webp) {
        ByteBuffer from = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
        int at = 12;
        while (webp[at] != 'V' || webp[at + 3] == 'X') {
            at += 8 + from.getInt(at + 4) + (from.getInt(at + 4) & 1);
        }
        int length = 8 + from.getInt(at + 4) + (from.getInt(at + 4) & 1);
        return ByteBuffer.allocate(12 + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(webp, 0, 12)
                .put(webp, at, length)
                .putInt(4, 4 + length)
                .array();
    }
}
