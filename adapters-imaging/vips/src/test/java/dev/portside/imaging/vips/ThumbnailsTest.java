package dev.portside.imaging.vips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.imaging.Imaging;
import dev.portside.imaging.ImagingSettings;
import dev.portside.imaging.probe.HeaderProbe;
import dev.portside.testkit.image.TestImages;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Thumbnails look as those of the command {@code vips thumbnail}, in every kind of colour. */
class ThumbnailsTest {

    private static final double LEAST_OF_JDK = 30;
    private static final double LEAST_OF_VIPS = 35;

    @TestFactory
    Stream<DynamicTest> the_jdk_makes_what_vips_thumbnail_makes() {
        return likeTheReferences(
                Imaging.open(ImagingSettings.defaults(ImagingSettings.JDK), new HeaderProbe()), LEAST_OF_JDK);
    }

    /** Where libvips is missing, the best is the JDK, and held to what is promised of that. */
    @TestFactory
    Stream<DynamicTest> the_best_that_is_here_makes_what_vips_thumbnail_makes() {
        Imaging best = Imaging.open(ImagingSettings.defaults(ImagingSettings.AUTO), new HeaderProbe());
        boolean vips = VipsLoading.LOADED.missing().isEmpty();
        assertEquals(vips ? "vips" : "jdk", best.engine());
        return likeTheReferences(best, vips ? LEAST_OF_VIPS : LEAST_OF_JDK);
    }

    private static Stream<DynamicTest> likeTheReferences(Imaging imaging, double least) {
        return ColourCases.all().entrySet().stream()
                .map(picture -> DynamicTest.dynamicTest(picture.getKey(), () -> {
                    double likeness = likeness(imaging, picture.getKey(), picture.getValue());
                    assertTrue(likeness >= least, () -> "%s: %.1f dB".formatted(picture.getKey(), likeness));
                }));
    }

    private static double likeness(Imaging imaging, String name, byte[] picture) {
        ResizeOrder order = ResizeOrder.of(References.SIDE, References.SIDE, Fit.INSIDE, ImageFormat.PNG);
        Resized resized = assertInstanceOf(Resized.class, imaging.resizer().resize(picture, order));
        return TestImages.likeness(References.of(name), TestImages.decode(resized.bytes()));
    }
}
