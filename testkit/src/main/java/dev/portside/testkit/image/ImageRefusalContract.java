package dev.portside.testkit.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What becomes of bytes that are no sound picture: they are refused, soon, and never with a fault. */
public interface ImageRefusalContract {

    /** Within {@link ImageLimits#DEFAULT}. */
    ImageResizer resizer();

    ResizeOrder THUMBNAIL = ResizeOrder.of(32, 32, Fit.COVER, ImageFormat.JPEG);

    /** Ten times what is asked for, for machines that do other things, too. */
    Duration SOON = Duration.ofSeconds(1);

    @Test
    default void what_is_no_picture_is_refused() {
        for (String text :
                List.of("", "B", "GIF", "hello, world", "<html></html>", "\u00FF\u00D8", "\0\0\0\0\0\0\0\0\0\0\0\0")) {
            ResizeResult result = resizer().resize(text.getBytes(StandardCharsets.ISO_8859_1), THUMBNAIL);
            assertInstanceOf(NotAnImage.class, result, text);
        }
    }

    @Test
    default void pictures_of_other_types_are_told_apart() {
        for (String begin : List.of("II*\0", "MM\0*", "8BPS", "%PDF-1.7", "<svg xmlns=", "\0\0\0\30ftypavif")) {
            byte[] other = Arrays.copyOf(begin.getBytes(StandardCharsets.ISO_8859_1), 1000);
            assertEquals(new UnknownType(), resizer().resize(other, THUMBNAIL), begin);
        }
    }

    @Test
    default void a_picture_that_is_cut_short_anywhere_is_refused() {
        for (ImageFormat format : ImageShapeContract.SOURCES) {
            byte[] whole = Pictures.file(90, 70, format);
            int step = Math.max(10, whole.length / 400 / 10 * 10);
            for (int length = 0; length < whole.length; length += step) {
                ResizeResult result = resizer().resize(Arrays.copyOf(whole, length), THUMBNAIL);
                boolean refused = result instanceof Truncated || (length <= 10 && result instanceof NotAnImage);
                assertTrue(refused, format + " cut to " + length + " is " + result);
            }
        }
    }

    @Test
    default void pixels_that_are_promised_and_not_there_are_missed() {
        byte[] png = Pictures.resizedHeader(Pictures.file(64, 64, ImageFormat.PNG), 64, 4_000);
        assertRefused(soon(png));
        byte[] bomb = Pictures.resizedHeader(Pictures.file(8, 8, ImageFormat.PNG), 7_000, 7_000);
        assertEquals(new Truncated(), soon(bomb));
    }

    @Test
    default void pictures_that_are_too_large_are_refused_by_their_headers() {
        byte[] png = Pictures.file(8, 8, ImageFormat.PNG);
        assertEquals(
                new TooLarge(Measure.SIDE, ImageLimits.DEFAULT.side()),
                soon(Pictures.resizedHeader(png, 50_000, 50_000)));
        assertEquals(
                new TooLarge(Measure.PIXELS, ImageLimits.DEFAULT.pixels()),
                soon(Pictures.resizedHeader(png, 10_000, 5_001)));
        assertEquals(
                new TooLarge(Measure.BYTES, ImageLimits.DEFAULT.bytes()),
                soon(Arrays.copyOf(png, ImageLimits.DEFAULT.bytes() + 1)));
    }

    @Test
    default void answers_that_are_too_large_are_refused() {
        byte[] picture = Pictures.file(8, 8, ImageFormat.PNG);
        ResizeOrder many =
                new ResizeOrder(OptionalInt.of(16_000), OptionalInt.of(16_000), Fit.FILL, ImageFormat.PNG, 80, true);
        assertEquals(
                new TooLarge(Measure.ANSWER_PIXELS, ImageLimits.DEFAULT.pixels()),
                resizer().resize(picture, many));
        ResizeOrder padded = new ResizeOrder(
                OptionalInt.of(16_000), OptionalInt.of(16_000), Fit.CONTAIN, ImageFormat.PNG, 80, false);
        assertInstanceOf(TooLarge.class, resizer().resize(picture, padded));
        byte[] line = Pictures.file(1, 4_000, ImageFormat.PNG);
        ResizeOrder across =
                new ResizeOrder(OptionalInt.of(16_000), OptionalInt.of(1), Fit.COVER, ImageFormat.PNG, 80, true);
        assertEquals(
                new TooLarge(Measure.ANSWER_SIDE, ImageLimits.DEFAULT.side()),
                resizer().resize(line, across));
    }

    @Test
    default void of_ten_thousand_frames_the_first_is_taken() {
        byte[] gif = Pictures.file(100, 100, ImageFormat.GIF);
        int frames = gif.length - 1;
        int frame = firstFrame(gif);
        ByteArrayOutputStream film = new ByteArrayOutputStream();
        film.write(gif, 0, frames);
        for (int i = 1; i < 10_000 && film.size() + frames < ImageLimits.DEFAULT.bytes(); i++) {
            film.write(gif, frame, frames - frame);
        }
        film.write(0x3B);
        assertInstanceOf(Resized.class, soon(film.toByteArray()));
    }

    /** Behind the palette of the screen. */
    private static int firstFrame(byte[] gif) {
        return 13 + ((gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1));
    }

    @Test
    default void more_scans_than_any_picture_needs_are_refused() {
        byte[] jpeg = Pictures.file(64, 64, ImageFormat.JPEG);
        int scan = 0;
        while (jpeg[scan] != (byte) 0xFF || jpeg[scan + 1] != (byte) 0xDA) {
            scan++;
        }
        byte[] bomb = jpeg;
        for (int i = 0; i < ImageLimits.DEFAULT.passes(); i++) {
            bomb = Pictures.insert(bomb, scan, Arrays.copyOfRange(jpeg, scan, jpeg.length - 2));
        }
        assertEquals(new TooLarge(Measure.PASSES, ImageLimits.DEFAULT.passes()), soon(bomb));
    }

    @Test
    default void a_picture_with_something_else_behind_it_is_that_picture() {
        byte[] more = "PK\3\4<script>alert(1)</script>".getBytes(StandardCharsets.ISO_8859_1);
        for (ImageFormat format : ImageShapeContract.SOURCES) {
            byte[] picture = Pictures.file(64, 64, format);
            Resized answer =
                    assertInstanceOf(Resized.class, soon(Pictures.insert(picture, picture.length, more)), format::name);
            Assertions.assertFalse(Pictures.contains(answer.bytes(), "script"));
        }
    }

    @Test
    default void broken_pictures_are_refused_or_shown_and_nothing_else_happens() {
        Random random = new Random(20_261_124);
        for (ImageFormat format : ImageShapeContract.SOURCES) {
            byte[] sound = Pictures.file(50, 40, format);
            for (int i = 0; i < 300; i++) {
                byte[] broken = sound.clone();
                for (int k = 0; k <= random.nextInt(4); k++) {
                    // Half of them in the headers, where they matter more.
                    int within = random.nextBoolean() ? Math.min(200, broken.length) : broken.length;
                    broken[random.nextInt(within)] = (byte) random.nextInt(256);
                }
                Assertions.assertNotNull(soon(broken));
            }
        }
    }

    @Test
    default void a_png_with_a_wrong_sum_is_refused() {
        byte[] png = Pictures.file(64, 64, ImageFormat.PNG);
        png[29] ^= 1;
        assertEquals(new NotAnImage(), soon(png));
        byte[] other = Pictures.file(64, 64, ImageFormat.PNG);
        other[other.length - 20] ^= 1;
        assertEquals(new NotAnImage(), soon(other));
    }

    private ResizeResult soon(byte[] picture) {
        long begun = System.nanoTime();
        ResizeResult result = resizer().resize(picture, THUMBNAIL);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(took.compareTo(SOON) < 0, () -> "It took " + took.toMillis() + " ms");
        return result;
    }

    private static void assertRefused(ResizeResult result) {
        assertTrue(result instanceof Truncated || result instanceof NotAnImage, result::toString);
    }
}
