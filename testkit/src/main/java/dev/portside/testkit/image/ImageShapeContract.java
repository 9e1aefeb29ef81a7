package dev.portside.testkit.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ImageProbe;
import dev.portside.application.image.ImageRefusal.FormatNotAvailable;
import dev.portside.application.image.ImageResizer;
import dev.portside.application.image.ResizeResult;
import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.ResizeOrder;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Contract of sound images: size, place, colours, and nothing else. */
public interface ImageShapeContract {

    ImageResizer resizer();

    /** Probe that the resizer uses. */
    ImageProbe probe();

    /** The formats that can be asked for here; JPEG and PNG always. */
    Set<ImageFormat> writes();

    /** Those that the JDK can write for this test. */
    List<ImageFormat> SOURCES = List.of(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.GIF, ImageFormat.BMP);

    /** What JPEG may change in a plain colour, and a palette. */
    int COLOUR_TOLERANCE = 45;

    @Test
    default void images_of_each_format_become_images_of_the_size_asked_for() {
        for (ImageFormat source : SOURCES) {
            BufferedImage answer =
                    resized(TestImages.file(160, 120, source), ResizeOrder.of(80, 60, Fit.FILL, ImageFormat.PNG));

            assertEquals(80, answer.getWidth(), source::name);
            assertEquals(60, answer.getHeight(), source::name);
            assertCorners(answer, "RGBY");
        }
    }

    @Test
    default void answers_are_of_the_format_asked_for_or_it_is_said_that_there_is_none() {
        byte[] picture = TestImages.file(64, 64, ImageFormat.PNG);
        for (ImageFormat format : List.of(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.WEBP)) {
            ResizeResult result = resizer().resize(picture, ResizeOrder.of(32, 16, Fit.FILL, format));
            if (writes().contains(format)) {
                Resized resized = assertInstanceOf(Resized.class, result);
                assertEquals(format, resized.format());
                ImageFile answer =
                        assertInstanceOf(ImageFile.class, probe().probe(resized.bytes(), ImageLimits.DEFAULT));
                assertEquals(format, answer.header().format());
                assertEquals(new ImageSize(32, 16), answer.header().size());
            } else {
                assertEquals(new FormatNotAvailable(format), result);
            }
        }
    }

    @Test
    default void cover_cuts_the_sides_that_stand_out() {
        BufferedImage answer =
                resized(TestImages.file(400, 100, ImageFormat.PNG), ResizeOrder.of(50, 50, Fit.COVER, ImageFormat.PNG));

        assertEquals(50, answer.getWidth());
        assertEquals(50, answer.getHeight());
        assertCorners(answer, "RGBY");
    }

    @Test
    default void contain_pads_with_nothing_or_with_white() {
        byte[] wide = TestImages.file(200, 100, ImageFormat.PNG);

        BufferedImage png = resized(wide, ResizeOrder.of(60, 60, Fit.CONTAIN, ImageFormat.PNG));
        assertEquals(0, png.getRGB(30, 2) >>> 24);
        assertEquals(255, png.getRGB(30, 30) >>> 24);

        BufferedImage jpeg = resized(wide, ResizeOrder.of(60, 60, Fit.CONTAIN, ImageFormat.JPEG));
        assertNear(Color.WHITE, new Color(jpeg.getRGB(30, 2)), "the rest of the frame");
        assertEquals(60, jpeg.getHeight());
    }

    @Test
    default void nothing_is_enlarged_unless_that_is_asked_for() {
        byte[] small = TestImages.file(40, 20, ImageFormat.PNG);
        ResizeOrder order = ResizeOrder.of(80, 80, Fit.INSIDE, ImageFormat.PNG);

        assertEquals(40, resized(small, order).getWidth());
        BufferedImage enlarged = resized(
                small, new ResizeOrder(order.width(), OptionalInt.empty(), Fit.INSIDE, ImageFormat.PNG, 80, true));
        assertEquals(80, enlarged.getWidth());
        assertEquals(40, enlarged.getHeight());
        assertCorners(enlarged, "RGBY");
    }

    @Test
    default void every_orientation_is_seen_upright() {
        byte[] jpeg = TestImages.file(120, 80, ImageFormat.JPEG);
        List<String> corners = List.of("RGBY", "GRYB", "YBGR", "BYRG", "RBGY", "BRYG", "YGBR", "GYRB");
        for (int orientation = 1; orientation <= 8; orientation++) {
            BufferedImage answer = resized(
                    TestImages.withOrientation(jpeg, orientation),
                    new ResizeOrder(OptionalInt.of(60), OptionalInt.empty(), Fit.COVER, ImageFormat.PNG, 80, false));

            assertEquals(60, answer.getWidth());
            assertEquals(orientation <= 4 ? 40 : 90, answer.getHeight(), "orientation " + orientation);
            assertCorners(answer, corners.get(orientation - 1));
        }
    }

    @Test
    default void an_orientation_is_kept_with_what_is_cut_and_padded() {
        // Seen upright it is 80 wide and 120 high, blue above red on the left.
        byte[] turned = TestImages.withOrientation(TestImages.file(120, 80, ImageFormat.JPEG), 6);

        BufferedImage cut = resized(turned, ResizeOrder.of(60, 30, Fit.COVER, ImageFormat.PNG));
        assertCorners(cut, "BRYG");
        BufferedImage padded = resized(turned, ResizeOrder.of(60, 60, Fit.CONTAIN, ImageFormat.PNG));
        assertEquals(0, padded.getRGB(2, 30) >>> 24);
        assertCorners(padded.getSubimage(10, 0, 40, 60), "BRYG");
    }

    @Test
    default void transparent_stays_transparent_and_becomes_white_in_jpeg() {
        BufferedImage half = new BufferedImage(80, 80, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 80; y++) {
            for (int x = 0; x < 80; x++) {
                half.setRGB(x, y, x < 40 ? 0xFFC81E28 : 0x00000000);
            }
        }
        byte[] file = TestImages.encode(half, ImageFormat.PNG);

        BufferedImage png = resized(file, ResizeOrder.of(20, 20, Fit.FILL, ImageFormat.PNG));
        assertEquals(0, png.getRGB(15, 10) >>> 24);
        assertNear(new Color(200, 30, 40), new Color(png.getRGB(5, 10)), "what is opaque");
        // The black of what cannot be seen does not bleed into what can.
        int edge = png.getRGB(9, 10);
        assertTrue((edge >> 16 & 0xFF) > 150, () -> Integer.toHexString(edge));

        BufferedImage jpeg = resized(file, ResizeOrder.of(20, 20, Fit.FILL, ImageFormat.JPEG));
        assertNear(Color.WHITE, new Color(jpeg.getRGB(15, 10)), "what was transparent");
    }

    @Test
    default void metadata_does_not_come_over() {
        byte[] jpeg = TestImages.insert(
                TestImages.withOrientation(TestImages.file(64, 64, ImageFormat.JPEG), 1),
                2,
                new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 8, 's', 'e', 'c', 'r', 'e', 't'});
        byte[] png = TestImages.withChunk(
                TestImages.file(64, 64, ImageFormat.PNG), "tEXt", "a\0secret".getBytes(StandardCharsets.ISO_8859_1));
        for (byte[] picture : List.of(jpeg, png)) {
            for (ImageFormat format : writes()) {
                Resized answer = assertInstanceOf(
                        Resized.class, resizer().resize(picture, ResizeOrder.of(32, 32, Fit.FILL, format)));
                assertFalse(TestImages.contains(answer.bytes(), "secret"), format::name);
                assertFalse(TestImages.contains(answer.bytes(), "Exif"), format::name);
            }
        }
    }

    @Test
    default void quality_decides_how_many_bytes_there_are() {
        byte[] picture = TestImages.file(300, 300, ImageFormat.PNG);
        int[] lengths = new int[2];
        for (int i = 0; i < 2; i++) {
            ResizeOrder order = new ResizeOrder(
                    OptionalInt.of(200), OptionalInt.empty(), Fit.FILL, ImageFormat.JPEG, i == 0 ? 20 : 95, false);
            lengths[i] = assertInstanceOf(Resized.class, resizer().resize(picture, order))
                    .bytes()
                    .length;
        }
        assertTrue(lengths[0] * 2 < lengths[1], () -> lengths[0] + " and " + lengths[1]);
    }

    @Test
    default void the_bytes_given_are_left_as_they_are() {
        byte[] picture = TestImages.file(64, 64, ImageFormat.JPEG);
        byte[] copy = picture.clone();
        resized(picture, ResizeOrder.of(20, 20, Fit.COVER, ImageFormat.PNG));
        assertArrayEquals(copy, picture);
    }

    @Test
    default void who_is_interrupted_is_told_so() {
        byte[] picture = TestImages.file(3000, 2000, ImageFormat.JPEG);
        Thread.currentThread().interrupt();
        try {
            resizer().resize(picture, ResizeOrder.of(100, 100, Fit.COVER, ImageFormat.PNG));
            throw new AssertionError("It went on");
        } catch (Fault fault) {
            assertEquals(Fault.Category.TIMEOUT, fault.category());
        } finally {
            assertTrue(Thread.interrupted(), "the thread stays interrupted");
        }
    }

    private BufferedImage resized(byte[] picture, ResizeOrder order) {
        ResizeResult result = resizer().resize(picture, order);
        Resized resized = assertInstanceOf(Resized.class, result, result::toString);
        BufferedImage decoded = TestImages.decode(resized.bytes());
        assertEquals(resized.size(), new ImageSize(decoded.getWidth(), decoded.getHeight()));
        return decoded;
    }

    /** The colours of the corners, row by row. */
    private static void assertCorners(BufferedImage picture, String expected) {
        for (int i = 0; i < 4; i++) {
            Color colour = switch (expected.charAt(i)) {
                case 'R' -> new Color(200, 30, 40);
                case 'G' -> new Color(30, 180, 60);
                case 'B' -> new Color(40, 50, 190);
                default -> new Color(210, 200, 40);
            };
            int x = picture.getWidth() * (i % 2 == 0 ? 1 : 3) / 4;
            int y = picture.getHeight() * (i < 2 ? 1 : 3) / 4;
            assertNear(colour, new Color(picture.getRGB(x, y)), "corner " + i + " of " + expected);
        }
    }

    private static void assertNear(Color expected, Color actual, String what) {
        boolean near = Math.abs(expected.getRed() - actual.getRed()) <= COLOUR_TOLERANCE
                && Math.abs(expected.getGreen() - actual.getGreen()) <= COLOUR_TOLERANCE
                && Math.abs(expected.getBlue() - actual.getBlue()) <= COLOUR_TOLERANCE;
        assertTrue(near, () -> what + " should be near " + expected + ", but was " + actual);
    }
}
