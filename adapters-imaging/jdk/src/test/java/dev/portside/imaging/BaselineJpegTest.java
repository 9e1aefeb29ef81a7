package dev.portside.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.image.ImageFile;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ImageSize;
import dev.portside.imaging.jpeg.BaselineJpeg;
import dev.portside.imaging.probe.HeaderProbe;
import dev.portside.imaging.scaling.Pixels;
import dev.portside.imaging.scaling.Window;
import dev.portside.testkit.image.TestImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;

/** Decoded JPEGs look as those of ImageIO, in each form of storage and at each size. */
class BaselineJpegTest {

    private static final String METADATA = "javax_imageio_jpeg_image_1.0";

    /** Sides that are no multiple of any block. */
    private static final ImageSize SIZE = new ImageSize(403, 301);

    /** The corners have edges that no photo has. */
    private static final double LEAST_LIKENESS = 33;

    /** Of damaged files that are decoded, it was 0.91; ImageIO refuses some of the others, and guesses more than we do. */
    private static final double LEAST_ALIKE = 0.85;

    @TestFactory
    Stream<DynamicTest> pictures_look_as_those_of_imageio() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (int[] sampling : new int[][] {{1, 1}, {2, 1}, {1, 2}, {2, 2}, {4, 1}, {4, 2}}) {
            byte[] plain = jpeg(sampling[0], sampling[1], 0);
            byte[] restarting = jpeg(sampling[0], sampling[1], 7);
            for (int width : new int[] {1000, 403, 250, 201, 101, 50, 13}) {
                String name = "%d×%d to a width of %d".formatted(sampling[0], sampling[1], width);
                tests.add(DynamicTest.dynamicTest(name, () -> looksAlike(plain, width)));
                tests.add(DynamicTest.dynamicTest(name + " with restarts", () -> looksAlike(restarting, width)));
            }
        }
        byte[] grey = TestImages.encode(
                TestImages.corners(SIZE.width(), SIZE.height(), BufferedImage.TYPE_BYTE_GRAY), ImageFormat.JPEG);
        tests.add(DynamicTest.dynamicTest("grey", () -> looksAlike(grey, 150)));
        return tests.stream();
    }

    private static void looksAlike(byte[] jpeg, int width) throws Broken {
        ImageFile file = probe(jpeg);
        ImageSize scaled = new ImageSize(width, Math.max(1, width * SIZE.height() / SIZE.width()));
        Window window = new Window(
                scaled, scaled.width() / 5, scaled.height() / 7, scaled.width() / 2 + 1, scaled.height() / 2 + 1);
        Optional<Pixels> decoded = BaselineJpeg.decode(pixels(file), SIZE, window);
        assertTrue(decoded.isPresent(), "left to ImageIO");
        Pixels actual = decoded.get();
        Pixels expected = JpegDecoder.rows(pixels(file), SIZE, file.header().channels(), window);
        assertEquals(expected.bytes().length, actual.bytes().length);
        double likeness = likeness(actual, expected);
        assertTrue(likeness >= LEAST_LIKENESS, () -> "%.1f dB".formatted(likeness));
    }

    private static ByteBuffer pixels(ImageFile file) {
        return file.pixels(ByteBuffer::allocate);
    }

    private static double likeness(Pixels one, Pixels other) {
        double squares = 0;
        for (int i = 0; i < one.bytes().length; i++) {
            int difference = (one.bytes()[i] & 0xFF) - (other.bytes()[i] & 0xFF);
            squares += difference * difference;
        }
        return 10 * Math.log10(255.0 * 255 * one.bytes().length / Math.max(squares, 1));
    }

    @Test
    void progressive_inks_and_what_is_cut_short_are_for_imageio() throws Exception {
        byte[] jpeg = probe(jpeg(2, 2, 0)).pixels(ByteBuffer::allocate).array();
        Window window = new Window(new ImageSize(50, 40), 0, 0, 50, 40);
        assertTrue(BaselineJpeg.decode(ByteBuffer.wrap(jpeg), SIZE, window).isPresent());
        byte[] cut = Arrays.copyOf(jpeg, jpeg.length * 2 / 3);
        assertTrue(BaselineJpeg.decode(ByteBuffer.wrap(cut), SIZE, window).isEmpty());
        assertTrue(BaselineJpeg.decode(ByteBuffer.wrap(jpeg), new ImageSize(404, 301), window)
                .isEmpty());
        byte[] progressive = jpeg.clone();
        int frame = indexOf(progressive, 0xC0);
        progressive[frame] = (byte) 0xC2;
        assertTrue(
                BaselineJpeg.decode(ByteBuffer.wrap(progressive), SIZE, window).isEmpty());
    }

    @Test
    void any_bytes_are_left_to_imageio_or_decoded_and_then_mostly_look_alike() throws Exception {
        Random random = new Random(11);
        Window window = new Window(new ImageSize(60, 45), 0, 0, 60, 45);
        byte[] jpeg = probe(jpeg(2, 2, 5)).pixels(ByteBuffer::allocate).array();
        int decoded = 0;
        int alike = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] mutant = jpeg.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                mutant[2 + random.nextInt(random.nextBoolean() ? 700 : mutant.length - 2)] = (byte) random.nextInt(256);
            }
            Optional<Pixels> pixels = BaselineJpeg.decode(ByteBuffer.wrap(mutant), SIZE, window);
            if (pixels.isPresent()) {
                decoded++;
                alike += looksAsThatOfImageio(pixels.get(), mutant, window) ? 1 : 0;
            }
        }
        double share = (double) alike / decoded;
        assertTrue(share >= LEAST_ALIKE, () -> "Of those decoded, %.2f look as those of ImageIO".formatted(share));
        assertTrue(decoded > 100, "Nothing but noise was tried");
    }

    private static boolean looksAsThatOfImageio(Pixels pixels, byte[] jpeg, Window window) {
        try {
            return likeness(pixels, JpegDecoder.rows(ByteBuffer.wrap(jpeg), SIZE, pixels.channels(), window))
                    >= LEAST_LIKENESS;
        } catch (Broken e) {
            return false;
        }
    }

    @Test
    void steps_of_zero_and_scans_of_a_part_of_the_coefficients_are_for_imageio() throws Exception {
        byte[] jpeg = probe(jpeg(2, 2, 0)).pixels(ByteBuffer::allocate).array();
        Window window = new Window(new ImageSize(50, 40), 0, 0, 50, 40);
        int steps = indexOf(jpeg, 0xDB) + 4;
        // Behind the length, the number of channels, and two bytes for each of the three.
        int spectrum = indexOf(jpeg, 0xDA) + 10;
        for (int[] change : new int[][] {
            {steps, 0}, {steps + 63, 0}, {spectrum, 1}, {spectrum + 1, 62}, {spectrum + 2, 0x10}, {spectrum + 2, 1}
        }) {
            byte[] changed = jpeg.clone();
            changed[change[0]] = (byte) change[1];
            assertTrue(BaselineJpeg.decode(ByteBuffer.wrap(jpeg), SIZE, window).isPresent());
            assertTrue(
                    BaselineJpeg.decode(ByteBuffer.wrap(changed), SIZE, window).isEmpty(), () -> "At " + change[0]);
        }
    }

    private static int indexOf(byte[] file, int marker) {
        for (int i = 0; i + 1 < file.length; i++) {
            if ((file[i] & 0xFF) == 0xFF && (file[i + 1] & 0xFF) == marker) {
                return i + 1;
            }
        }
        throw new AssertionError("No such marker");
    }

    private static ImageFile probe(byte[] jpeg) {
        return assertInstanceOf(ImageFile.class, new HeaderProbe().probe(jpeg, ImageLimits.DEFAULT));
    }

    /** Of which luminance has so many samples for each one of the others. */
    private static byte[] jpeg(int across, int down, int restartInterval) throws Exception {
        BufferedImage picture = TestImages.corners(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_RGB);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(file)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture), param);
            Element root = (Element) metadata.getAsTree(METADATA);
            Element luminance =
                    (Element) root.getElementsByTagName("componentSpec").item(0);
            luminance.setAttribute("HsamplingFactor", Integer.toString(across));
            luminance.setAttribute("VsamplingFactor", Integer.toString(down));
            if (restartInterval > 0) {
                IIOMetadataNode restarts = new IIOMetadataNode("dri");
                restarts.setAttribute("interval", Integer.toString(restartInterval));
                root.getElementsByTagName("markerSequence").item(0).appendChild(restarts);
            }
            metadata.setFromTree(METADATA, root);
            writer.setOutput(output);
            writer.write(null, new IIOImage(picture, null, metadata), param);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }
}
