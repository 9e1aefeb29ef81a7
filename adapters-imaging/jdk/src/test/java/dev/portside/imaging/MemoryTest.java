package dev.portside.imaging;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Placement;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.imaging.probe.HeaderProbe;
import dev.portside.testkit.image.TestImages;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Images of all shapes take no more memory than estimated: that is what the budget counts. */
class MemoryTest {

    private static final List<ImageSize> SHAPES =
            List.of(new ImageSize(200, 16_000), new ImageSize(16_000, 200), new ImageSize(1_600, 1_200));

    private static final List<ImageSize> FRAMES = List.of(
            new ImageSize(200, 1),
            new ImageSize(1, 200),
            new ImageSize(16_000, 1),
            new ImageSize(1, 16_000),
            new ImageSize(64, 64),
            new ImageSize(700, 700));

    /** Upright, and turned to the right, where sides change places. */
    private static final int[] ORIENTATIONS = {1, 6};

    /** What ImageIO makes of each row that it reads or writes, and lets go at once. */
    private static final int GARBAGE_PER_ROW = 400;

    private final JdkEngine engine = new JdkEngine();

    @TestFactory
    Stream<DynamicTest> a_picture_takes_no_more_than_is_said_before() {
        List<DynamicTest> tests = new ArrayList<>();
        for (ImageSize shape : SHAPES) {
            for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
                byte[] jpeg =
                        TestImages.encode(new BufferedImage(shape.width(), shape.height(), type), ImageFormat.JPEG);
                for (int orientation : ORIENTATIONS) {
                    byte[] turned = TestImages.withOrientation(jpeg, orientation);
                    for (ImageSize frame : FRAMES) {
                        for (Fit fit : List.of(Fit.FILL, Fit.INSIDE)) {
                            ResizeOrder order = ResizeOrder.of(frame.width(), frame.height(), fit, ImageFormat.JPEG);
                            tests.add(DynamicTest.dynamicTest(
                                    "%s of type %d, orientation %d, %s %s"
                                            .formatted(shape, type, orientation, fit, frame),
                                    () -> assertWithinMemory(turned, order)));
                        }
                    }
                }
            }
        }
        return tests.stream();
    }

    private void assertWithinMemory(byte[] picture, ResizeOrder order) {
        ImageFile file = assertInstanceOf(ImageFile.class, new HeaderProbe().probe(picture, ImageLimits.DEFAULT));
        Placement placement = order.place(file.header().size());
        long promised = engine.memory(file.header(), placement);
        int rows = file.header().stored().height() + placement.canvas().height();
        // The file was read before, and is counted where it came in.
        long allowed = promised + picture.length + (long) rows * GARBAGE_PER_ROW;
        long allocated = allocated(file, placement, order);
        assertTrue(allocated <= allowed, () -> "%,d bytes were taken of %,d".formatted(allocated, allowed));
    }

    /** By the second of two runs: what is loaded once is no cost of this image. */
    private long allocated(ImageFile file, Placement placement, ResizeOrder order) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertInstanceOf(Resized.class, engine.resize(file, placement, order));
        long before = threads.getCurrentThreadAllocatedBytes();
        engine.resize(file, placement, order);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
