package dev.portside.imaging.vips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.imaging.Imaging;
import dev.portside.imaging.ImagingSettings;
import dev.portside.imaging.probe.HeaderProbe;
import dev.portside.testkit.image.TestImages;
import java.awt.image.BufferedImage;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Results of the JDK look as those of libvips, where that is installed, in every kind of colour. */
class EnginesAgreeTest {

    private static final double LEAST_LIKENESS = 35;

    private final Imaging jdk = Imaging.open(ImagingSettings.defaults("jdk"), new HeaderProbe());
    private final Imaging best = Imaging.open(ImagingSettings.defaults(ImagingSettings.AUTO), new HeaderProbe());

    @Test
    void vips_is_chosen_where_it_is_installed_and_refused_with_what_to_install_where_it_is_not() {
        if (VipsLoading.LOADED.missing().isEmpty()) {
            assertEquals("vips", best.engine());
            assertEquals(
                    "vips",
                    Imaging.open(ImagingSettings.defaults("vips"), new HeaderProbe())
                            .engine());
        } else {
            assertEquals("jdk", best.engine());
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> Imaging.open(ImagingSettings.defaults("vips"), new HeaderProbe()));
            assertTrue(String.valueOf(refused.getMessage()).contains("apt-get install libvips42"));
        }
    }

    @Test
    void a_name_that_nothing_answers_to_is_an_error_that_lists_those_there_are() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> Imaging.open(ImagingSettings.defaults("gimp"), new HeaderProbe()));
        assertEquals("engine must be auto or one of jdk, vips, but was gimp", refused.getMessage());
    }

    @TestFactory
    Stream<DynamicTest> both_engines_make_the_same_picture() {
        return ColourCases.all().entrySet().stream()
                .map(picture -> DynamicTest.dynamicTest(picture.getKey(), () -> {
                    BufferedImage expected = resized(best, picture.getValue());
                    BufferedImage actual = resized(jdk, picture.getValue());
                    double likeness = TestImages.likeness(expected, actual);
                    assertTrue(likeness >= LEAST_LIKENESS, () -> "%s: %.1f dB".formatted(picture.getKey(), likeness));
                }));
    }

    private static BufferedImage resized(Imaging imaging, byte[] picture) {
        ResizeOrder order = ResizeOrder.of(97, 71, Fit.COVER, ImageFormat.PNG);
        return TestImages.decode(
                assertInstanceOf(Resized.class, imaging.resizer().resize(picture, order))
                        .bytes());
    }
}
