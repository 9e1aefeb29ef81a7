package dev.portside.imaging.vips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.image.ImageRefusal;
import dev.portside.application.image.ImageRefusal.Truncated;
import dev.portside.application.image.ResizeResult;
import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.imaging.Imaging;
import dev.portside.imaging.ImagingSettings;
import dev.portside.imaging.probe.HeaderProbe;
import dev.portside.testkit.image.TestImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Small files that readers of images get wrong, each with the colours that are right. Read with the JDK and with the best that is
 * here, which is libvips where that is installed.
 */
class ImageCasesTest {

    private static final ResizeOrder WHOLE = ResizeOrder.of(2_000, 2_000, Fit.INSIDE, ImageFormat.PNG);

    /** Of a sample, for what an encoder loses. */
    private static final int TOLERANCE = 3;

    private static final double LEAST_LIKENESS = 35;

    private static final int RED = 0xFFFF0000;
    private static final int GREEN = 0xFF00FF00;
    private static final int BLUE = 0xFF0000FF;
    private static final int CYAN = 0xFF00FFFF;
    private static final int YELLOW = 0xFFFFFF00;
    private static final int NOTHING = 0;

    private final Imaging jdk = Imaging.open(ImagingSettings.defaults(ImagingSettings.JDK), new HeaderProbe());
    private final Imaging best = Imaging.open(ImagingSettings.defaults(ImagingSettings.AUTO), new HeaderProbe());
    private final Map<String, Imaging> engines = Map.of("jdk", jdk, "best", best);

    /** At an eighth and at seven eighths of both sides: left above, right above, right below, left below. */
    private static Map<String, List<Integer>> shown() {
        Map<String, List<Integer>> shown = new LinkedHashMap<>();
        shown.put("webp-lossy-gradient.webp", List.of(grey(30), grey(126), grey(220), grey(126)));
        for (String exchanged : List.of("icc-rgba.png", "icc.webp", "icc-rgb-control.png")) {
            shown.put(exchanged, List.of(BLUE, GREEN, CYAN, RED));
        }
        shown.put("grey-with-srgb-icc.jpg", List.of(grey(34), grey(34), grey(226), grey(226)));
        shown.put("grey-with-srgb-icc.png", List.of(grey(34), grey(34), grey(226), grey(226)));
        for (String plain : List.of(
                "grey-icc-on-rgb.jpg",
                "grey-icc-on-rgb.png",
                "icc-tags-destroyed.jpg",
                "ycc-ids-012-no-jfif.jpg",
                "ycc-ids-123-no-jfif-control.jpg",
                "mjpeg-no-dht.jpg")) {
            shown.put(plain, List.of(RED, GREEN, YELLOW, BLUE));
        }
        shown.put("icc-garbage.png", same(0xFF0A14C8));
        shown.put("gif-first-frame-partial.gif", List.of(NOTHING, NOTHING, BLUE, NOTHING));
        shown.put("gif-zero-screen.gif", same(BLUE));
        shown.put("animated.webp", same(RED));
        shown.put("tiny.jpg", same(0xFF0AC81E));
        // What these say of their colours is ignored: samples are shown as they are.
        shown.put("gama-1.0.png", same(grey(128)));
        shown.put("cicp-p3.png", same(RED));
        return shown;
    }

    private static List<Integer> same(int colour) {
        return List.of(colour, colour, colour, colour);
    }

    private static int grey(int value) {
        return 0xFF000000 | value * 0x010101;
    }

    @TestFactory
    Stream<DynamicTest> what_is_right_is_shown() {
        List<DynamicTest> tests = new ArrayList<>();
        shown().forEach((name, colours) ->
                engines.forEach((engine, imaging) -> tests.add(DynamicTest.dynamicTest(name + ", " + engine, () -> {
                    BufferedImage picture = picture(imaging, name);
                    for (int corner = 0; corner < 4; corner++) {
                        int x = picture.getWidth() * (corner == 1 || corner == 2 ? 7 : 1) / 8;
                        int y = picture.getHeight() * (corner >= 2 ? 7 : 1) / 8;
                        assertAlike(colours.get(corner), TestImages.argb(picture, x, y));
                    }
                }))));
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> checkers_are_checkers_whatever_their_codes() {
        return Stream.of("gif-double-clear.gif", "gif-uncompressed-1.gif", "gif-uncompressed-6.gif")
                .flatMap(name -> engines.entrySet().stream()
                        .map(engine -> DynamicTest.dynamicTest(name + ", " + engine.getKey(), () -> {
                            BufferedImage picture = picture(engine.getValue(), name);
                            for (int y = 0; y < picture.getHeight(); y++) {
                                for (int x = 0; x < picture.getWidth(); x++) {
                                    assertEquals(
                                            (x + y) % 2 == 0 ? grey(0) : grey(255), TestImages.argb(picture, x, y));
                                }
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> what_is_not_all_there_is_refused() {
        return Stream.of("half-then-eoi.jpg", "png-no-iend.png")
                .flatMap(name -> engines.entrySet().stream()
                        .map(engine -> DynamicTest.dynamicTest(
                                name + ", " + engine.getKey(),
                                () -> assertEquals(new Truncated(), resize(engine.getValue(), name)))));
    }

    @TestFactory
    Stream<DynamicTest> both_engines_say_the_same_of_each_file() {
        return Stream.concat(
                        shown().keySet().stream(),
                        Stream.of(
                                "half-then-eoi.jpg",
                                "png-no-iend.png",
                                "gif-double-clear.gif",
                                "gif-uncompressed-1.gif",
                                "gif-uncompressed-6.gif"))
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    ResizeResult one = resize(jdk, name);
                    ResizeResult other = resize(best, name);
                    if (one instanceof ImageRefusal) {
                        assertEquals(one, other);
                    } else {
                        double likeness = TestImages.likeness(decoded(one), decoded(other));
                        assertTrue(likeness >= LEAST_LIKENESS, () -> "%.1f dB".formatted(likeness));
                    }
                }));
    }

    private static void assertAlike(int expected, int actual) {
        for (int shift = 0; shift < 32; shift += 8) {
            int difference = (expected >> shift & 0xFF) - (actual >> shift & 0xFF);
            assertTrue(Math.abs(difference) <= TOLERANCE, () -> "%08X is not %08X".formatted(actual, expected));
        }
    }

    private static BufferedImage picture(Imaging imaging, String name) {
        return decoded(resize(imaging, name));
    }

    private static BufferedImage decoded(ResizeResult result) {
        return TestImages.decode(assertInstanceOf(Resized.class, result).bytes());
    }

    private static ResizeResult resize(Imaging imaging, String name) {
        return imaging.resizer().resize(file(name), WHOLE);
    }

    private static byte[] file(String name) {
        try (InputStream file = ImageCasesTest.class.getResourceAsStream("cases/" + name)) {
            if (file == null) {
                throw new IllegalArgumentException("There is no " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
