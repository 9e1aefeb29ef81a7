package dev.portside.imaging.vips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.image.ImageRefusal;
import dev.portside.application.image.ResizeResult;
import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.imaging.Imaging;
import dev.portside.imaging.ImagingSettings;
import dev.portside.imaging.probe.HeaderProbe;
import dev.portside.testkit.image.RandomImages;
import dev.portside.testkit.image.Samples;
import dev.portside.testkit.image.TestImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Both engines agree on 300 files of each format, in all sizes, kinds of colours and ways of writing, a third of them damaged:
 * an image of the same size that looks the same, or the same refusal.
 */
class FormatsAgreeTest {

    private static final int FILES = 300;
    private static final double LEAST_LIKENESS = 35;

    private final Imaging jdk = Imaging.open(ImagingSettings.defaults(ImagingSettings.JDK), new HeaderProbe());
    private final Imaging best = Imaging.open(ImagingSettings.defaults(ImagingSettings.AUTO), new HeaderProbe());

    @TestFactory
    Stream<DynamicTest> both_engines_say_the_same_of_files_of_each_format() {
        return Stream.of(ImageFormat.values())
                .map(format -> DynamicTest.dynamicTest(format.name(), () -> {
                    List<String> differences = new ArrayList<>();
                    for (int seed = 0; seed < FILES; seed++) {
                        Random random = new Random(seed);
                        byte[] sound = format == ImageFormat.WEBP
                                ? Samples.webp(List.of("lossy", "lossless", "lossy-alpha", "lossless-alpha")
                                        .get(seed % 4))
                                : RandomImages.file(format, random);
                        byte[] file = seed % 3 == 0 ? RandomImages.damaged(sound, random) : sound;
                        ResizeOrder order = order(random);
                        String difference = difference(
                                jdk.resizer().resize(file, order),
                                best.resizer().resize(file, order));
                        if (!difference.isEmpty()) {
                            differences.add("seed " + seed + ", " + order + ": " + difference);
                        }
                    }
                    assertEquals(List.of(), differences);
                }));
    }

    /** As it is, smaller, or larger. */
    private static ResizeOrder order(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> ResizeOrder.of(2_000, 2_000, Fit.INSIDE, ImageFormat.PNG);
            case 1 -> ResizeOrder.of(1 + random.nextInt(200), 1 + random.nextInt(200), Fit.COVER, ImageFormat.PNG);
            default -> ResizeOrder.of(50 + random.nextInt(100), 50 + random.nextInt(100), Fit.CONTAIN, ImageFormat.PNG);
        };
    }

    private static String difference(ResizeResult one, ResizeResult other) {
        if (one instanceof ImageRefusal) {
            return one.equals(other) ? "" : one + " and " + other;
        }
        Resized resized = assertInstanceOf(Resized.class, one);
        if (!(other instanceof Resized second) || !second.size().equals(resized.size())) {
            return one + " and " + other;
        }
        double likeness = TestImages.likeness(TestImages.decode(resized.bytes()), TestImages.decode(second.bytes()));
        return likeness >= LEAST_LIKENESS ? "" : "%.1f dB".formatted(likeness);
    }

    @TestFactory
    Stream<DynamicTest> most_of_the_files_are_shown() {
        return Stream.of(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.GIF, ImageFormat.BMP)
                .map(format -> DynamicTest.dynamicTest(format.name(), () -> {
                    for (int seed = 0; seed < FILES; seed++) {
                        byte[] file = RandomImages.file(format, new Random(seed));
                        ResizeResult shown = jdk.resizer().resize(file, order(new Random(seed)));
                        int number = seed;
                        assertTrue(shown instanceof Resized, () -> "seed " + number + " is " + shown);
                    }
                }));
    }
}
