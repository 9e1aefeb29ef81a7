package dev.portside.testkit.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.image.ImageRefusal;
import dev.portside.application.image.ImageRefusal.Measure;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.TooLarge;
import dev.portside.application.image.ImageRefusal.Truncated;
import dev.portside.application.image.ImageRefusal.UnknownType;
import dev.portside.application.image.ImageResizer;
import dev.portside.application.image.ResizeResult;
import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ResizeOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Contract of bytes that are no sound image: they are refused, soon, and never with a fault. */
public interface ImageRefusalContract {

    /** Within {@link ImageLimits#DEFAULT}. */
    ImageResizer resizer();

    ResizeOrder THUMBNAIL = ResizeOrder.of(32, 32, Fit.COVER, ImageFormat.JPEG);

    @Test
    default void what_is_no_image_is_refused() {
        for (String text :
                List.of("", "B", "GIF", "hello, world", "<html></html>", "\u00FF\u00D8", "\0\0\0\0\0\0\0\0\0\0\0\0")) {
            ResizeResult result = resizer().resize(text.getBytes(StandardCharsets.ISO_8859_1), THUMBNAIL);
            assertInstanceOf(NotAnImage.class, result, text);
        }
    }

    @Test
    default void images_of_other_types_are_told_apart() {
        for (String begin : List.of("II*\0", "MM\0*", "8BPS", "%PDF-1.7", "<svg xmlns=", "\0\0\0\30ftypavif")) {
            byte[] other = Arrays.copyOf(begin.getBytes(StandardCharsets.ISO_8859_1), 1000);
            assertEquals(new UnknownType(), resizer().resize(other, THUMBNAIL), begin);
        }
    }

    @Test
    default void pixels_that_are_promised_and_not_there_are_missed() {
        byte[] png = TestImages.resizedHeader(TestImages.file(64, 64, ImageFormat.PNG), 64, 4_000);
        assertRefused(soon(png));
        byte[] bomb = TestImages.resizedHeader(TestImages.file(8, 8, ImageFormat.PNG), 7_000, 7_000);
        assertEquals(new Truncated(), soon(bomb));
    }

    @Test
    default void images_that_are_too_large_are_refused_by_their_headers() {
        byte[] png = TestImages.file(8, 8, ImageFormat.PNG);
        assertEquals(
                new TooLarge(Measure.SIDE, ImageLimits.DEFAULT.side()),
                soon(TestImages.resizedHeader(png, 50_000, 50_000)));
        assertEquals(
                new TooLarge(Measure.PIXELS, ImageLimits.DEFAULT.pixels()),
                soon(TestImages.resizedHeader(png, 10_000, 5_001)));
        assertEquals(
                new TooLarge(Measure.BYTES, ImageLimits.DEFAULT.bytes()),
                soon(Arrays.copyOf(png, ImageLimits.DEFAULT.bytes() + 1)));
    }

    @Test
    default void answers_that_are_too_large_are_refused() {
        byte[] picture = TestImages.file(8, 8, ImageFormat.PNG);
        ResizeOrder many =
                new ResizeOrder(OptionalInt.of(16_000), OptionalInt.of(16_000), Fit.FILL, ImageFormat.PNG, 80, true);
        assertEquals(
                new TooLarge(Measure.ANSWER_PIXELS, ImageLimits.DEFAULT.answerPixels()),
                resizer().resize(picture, many));
        ResizeOrder padded = new ResizeOrder(
                OptionalInt.of(16_000), OptionalInt.of(16_000), Fit.CONTAIN, ImageFormat.PNG, 80, false);
        assertInstanceOf(TooLarge.class, resizer().resize(picture, padded));
        // 633 bytes can ask for as much as 10 megabytes can.
        ResizeOrder enlarged =
                new ResizeOrder(OptionalInt.of(7_000), OptionalInt.of(7_000), Fit.FILL, ImageFormat.PNG, 80, true);
        assertEquals(
                new TooLarge(Measure.ANSWER_PIXELS, ImageLimits.DEFAULT.answerPixels()),
                resizer().resize(picture, enlarged));
        byte[] line = TestImages.file(1, 4_000, ImageFormat.PNG);
        ResizeOrder across =
                new ResizeOrder(OptionalInt.of(16_000), OptionalInt.of(1), Fit.COVER, ImageFormat.PNG, 80, true);
        assertEquals(
                new TooLarge(Measure.ANSWER_SIDE, ImageLimits.DEFAULT.side()),
                resizer().resize(line, across));
    }

    @Test
    default void more_scans_than_any_image_needs_are_refused() {
        byte[] jpeg = TestImages.file(64, 64, ImageFormat.JPEG);
        assertEquals(
                new TooLarge(Measure.PASSES, ImageLimits.DEFAULT.passes()),
                soon(HostileFiles.scans(jpeg, ImageLimits.DEFAULT.passes() + 1)));
    }

    @Test
    default void the_broken_files_of_png_suite_are_no_images() {
        assertInstanceOf(Resized.class, soon(BrokenPngs.sound()));
        BrokenPngs.all().forEach((name, png) -> assertEquals(new NotAnImage(), soon(png), name));
    }

    @Test
    default void broken_images_are_refused_or_shown_and_nothing_else_happens() {
        Random random = new Random(20_261_124);
        for (byte[] sound : Samples.all().values()) {
            for (int i = 0; i < 100; i++) {
                byte[] broken = sound.clone();
                for (int k = 0; k <= random.nextInt(4); k++) {
                    // Half of them in the headers, where they matter more.
                    int within = random.nextBoolean() ? Math.min(200, broken.length) : broken.length;
                    broken[random.nextInt(within)] = (byte) random.nextInt(256);
                }
                if (!(resizer().resize(broken, THUMBNAIL) instanceof Resized)) {
                    assertInstanceOf(ImageRefusal.class, soon(broken));
                }
            }
        }
    }

    private ResizeResult soon(byte[] picture) {
        return TimedResize.resize(resizer(), picture, THUMBNAIL, "It");
    }

    private static void assertRefused(ResizeResult result) {
        assertTrue(result instanceof Truncated || result instanceof NotAnImage, result::toString);
    }
}
