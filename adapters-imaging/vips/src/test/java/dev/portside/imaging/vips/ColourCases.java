package dev.portside.imaging.vips;

import dev.portside.domain.image.ImageFormat;
import dev.portside.testkit.image.Samples;
import dev.portside.testkit.image.TestImages;
import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The same image in all the ways in which colours are stored. */
final class ColourCases {

    private static final int WIDTH = 400;
    private static final int HEIGHT = 300;

    private ColourCases() {}

    static Map<String, byte[]> all() {
        Map<String, byte[]> cases = new LinkedHashMap<>();
        BufferedImage colours = TestImages.corners(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        byte[] jpeg = TestImages.encode(colours, ImageFormat.JPEG);
        byte[] png = TestImages.encode(colours, ImageFormat.PNG);
        cases.put("a plain JPEG", jpeg);
        for (int orientation = 2; orientation <= 8; orientation++) {
            cases.put("a JPEG of orientation " + orientation, TestImages.withOrientation(jpeg, orientation));
        }
        cases.put("a plain PNG", png);
        cases.put("a GIF", TestImages.encode(colours, ImageFormat.GIF));
        BufferedImage grey = TestImages.corners(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        cases.put("a grey JPEG", TestImages.encode(grey, ImageFormat.JPEG));
        cases.put("a grey PNG", TestImages.encode(grey, ImageFormat.PNG));
        cases.put(
                "a grey PNG of 16 bits",
                TestImages.encode(TestImages.corners(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY), ImageFormat.PNG));
        cases.put("a PNG of 16 bits", TestImages.encode(deep(), ImageFormat.PNG));
        cases.put("a PNG with opacities", TestImages.encode(TestImages.fading(WIDTH, HEIGHT), ImageFormat.PNG));
        cases.put("a PNG with a palette that is transparent in part", TestImages.encode(palette(), ImageFormat.PNG));
        byte[] profile = swapped();
        cases.put("a JPEG with a profile", TestImages.insert(jpeg, 20, profileSegment(profile)));
        cases.put("a PNG with a profile", TestImages.withChunk(png, "iCCP", deflated(profile)));
        cases.put("a JPEG of inks", inks(-1));
        cases.put("a JPEG of Adobe's inks", inks(0));
        cases.put("a JPEG of Adobe's inks as luminance", inks(2));
        cases.put("a progressive JPEG", Samples.inPasses(colours, ImageFormat.JPEG));
        cases.put("an interlaced PNG", Samples.inPasses(colours, ImageFormat.PNG));
        for (String kind : List.of("lossy", "lossless", "lossy-alpha", "lossless-alpha")) {
            cases.put("a WebP, " + kind, Samples.webp(kind));
        }
        return cases;
    }

    private static BufferedImage deep() {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, WIDTH, HEIGHT, 3, new Point());
        BufferedImage deep = new BufferedImage(
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        false,
                        false,
                        Transparency.OPAQUE,
                        DataBuffer.TYPE_USHORT),
                raster,
                false,
                null);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                raster.setPixel(x, y, new int[] {x * 160, y * 210, 65_535 - x * 80 - y * 60});
            }
        }
        return deep;
    }

    private static BufferedImage palette() {
        int[] colours = {0x00000000, 0xFFC81E28, 0xFF1EB43C, 0x802832BE};
        IndexColorModel model = new IndexColorModel(2, 4, colours, 0, true, -1, DataBuffer.TYPE_BYTE);
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY, model);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                picture.getRaster().setSample(x, y, 0, (x / 60 + y / 50) % 4);
            }
        }
        return picture;
    }

    /** sRGB with red and blue exchanged, which is hard to overlook. */
    private static byte[] swapped() {
        ICC_Profile profile = ICC_Profile.getInstance(
                ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
        byte[] red = profile.getData(ICC_Profile.icSigRedColorantTag);
        profile.setData(ICC_Profile.icSigRedColorantTag, profile.getData(ICC_Profile.icSigBlueColorantTag));
        profile.setData(ICC_Profile.icSigBlueColorantTag, red);
        return profile.getData();
    }

    private static byte[] profileSegment(byte[] profile) {
        return ByteBuffer.allocate(profile.length + 18)
                .putShort((short) 0xFFE2)
                .putShort((short) (profile.length + 16))
                .put("ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1))
                .put((byte) 1)
                .put((byte) 1)
                .put(profile)
                .array();
    }

    private static byte[] deflated(byte[] profile) {
        byte[] deflated = new byte[profile.length + 100];
        Deflater deflater = new Deflater();
        deflater.setInput(profile);
        deflater.finish();
        int length = deflater.deflate(deflated);
        deflater.end();
        return ByteBuffer.allocate(length + 3)
                .put((byte) 'p')
                .putShort((short) 0)
                .put(deflated, 0, length)
                .array();
    }

    /** With Adobe's segment of this transform, or without it. */
    private static byte[] inks(int transform) {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, new Point());
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int[] inks = {x * 255 / WIDTH, y * 255 / HEIGHT, 200 - x * 150 / WIDTH, (x + y) * 90 / WIDTH};
                for (int c = 0; c < 4 && transform >= 0; c++) {
                    inks[c] = 255 - inks[c];
                }
                raster.setPixel(x, y, transform == 2 ? luminance(inks) : inks);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(file)) {
            writer.setOutput(output);
            writer.write(null, new IIOImage(raster, null, null), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        byte[] plain = file.toByteArray();
        return transform < 0 ? plain : TestImages.insert(plain, 2, adobe(transform));
    }

    private static byte[] adobe(int transform) {
        return ByteBuffer.allocate(16)
                .putShort((short) 0xFFEE)
                .putShort((short) 14)
                .put("Adobe".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) 100)
                .putInt(0)
                .put((byte) transform)
                .array();
    }

    /** As an encoder does: the first three are taken for what is left of the light. */
    private static int[] luminance(int[] inks) {
        double red = 255 - inks[0];
        double green = 255 - inks[1];
        double blue = 255 - inks[2];
        double y = 0.299 * red + 0.587 * green + 0.114 * blue;
        return new int[] {
            sample(y), sample((blue - y) / 1.772 + 128), sample((red - y) / 1.402 + 128), inks[3],
        };
    }

    private static int sample(double value) {
        return Math.clamp(Math.round(value), 0, 255);
    }
}
