package dev.portside.testkit.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.image.ImageResizer;
import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ResizeOrder;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An image looks the same in whichever way its format lets it be written. */
public interface ImageWritingsContract {

    ImageResizer resizer();

    /** In decibels: the same pixels, but for how those that are hardly opaque were rounded. */
    double LEAST_OF_LOSSLESS = 50;

    /** The edges between colours suffer, which are stored at half the size. */
    double LEAST_OF_LOSSY = 30;

    /** Of one JPEG, decoded in full or at a fraction of its size, which is enough for what it becomes. */
    double LEAST_OF_FRACTIONS = 40;

    @Test
    default void images_that_come_in_passes_look_as_those_that_do_not() {
        BufferedImage corners = TestImages.corners(200, 150, BufferedImage.TYPE_INT_RGB);
        ResizeOrder order = ResizeOrder.of(64, 64, Fit.INSIDE, ImageFormat.PNG);
        for (ImageFormat format : List.of(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.GIF)) {
            BufferedImage expected = resized(TestImages.encode(corners, format), order);
            double likeness = TestImages.likeness(expected, resized(Samples.inPasses(corners, format), order));
            double least = format == ImageFormat.JPEG ? LEAST_OF_FRACTIONS : LEAST_OF_LOSSLESS;
            assertTrue(likeness >= least, () -> "%s: %.1f dB".formatted(format, likeness));
        }
    }

    @Test
    default void images_in_webp_look_as_the_same_in_png() {
        int width = Samples.WEBP_SIZE.width();
        int height = Samples.WEBP_SIZE.height();
        BufferedImage opaque = TestImages.corners(width, height, BufferedImage.TYPE_INT_RGB);
        BufferedImage fading = TestImages.fading(width, height);
        for (String kind : List.of("lossy", "lossless", "lossy-alpha", "lossless-alpha")) {
            byte[] png = TestImages.encode(kind.endsWith("alpha") ? fading : opaque, ImageFormat.PNG);
            double least = kind.startsWith("lossless") ? LEAST_OF_LOSSLESS : LEAST_OF_LOSSY;
            for (int side : new int[] {width, 64}) {
                ResizeOrder order = ResizeOrder.of(side, side, Fit.INSIDE, ImageFormat.PNG);
                double likeness = TestImages.likeness(resized(png, order), resized(Samples.webp(kind), order));
                assertTrue(likeness >= least, () -> "%s to %d: %.1f dB".formatted(kind, side, likeness));
            }
        }
    }

    @Test
    default void a_webp_without_a_list_of_what_is_in_it_is_read_too() {
        ResizeOrder order = ResizeOrder.of(64, 64, Fit.INSIDE, ImageFormat.PNG);
        for (String kind : List.of("lossy", "lossless", "lossless-alpha")) {
            BufferedImage expected = resized(Samples.webp(kind), order);
            assertEquals(100, TestImages.likeness(expected, resized(Samples.simple(Samples.webp(kind)), order)), kind);
        }
    }

    private BufferedImage resized(byte[] picture, ResizeOrder order) {
        return TestImages.decode(assertInstanceOf(Resized.class, resizer().resize(picture, order))
                .bytes());
    }
}
