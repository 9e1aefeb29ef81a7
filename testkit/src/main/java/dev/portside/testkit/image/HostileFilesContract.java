package dev.portside.testkit.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ImageProbe;
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
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files that are sent to do harm, or came to harm, cost nothing to speak of: no time, no memory, no fault. */
public interface HostileFilesContract {

    /** Within {@link dev.portside.domain.image.ImageLimits#DEFAULT}. */
    ImageResizer resizer();

    /** Probe that the resizer uses. */
    ImageProbe probe();

    ResizeOrder SMALL = ResizeOrder.of(32, 32, Fit.COVER, ImageFormat.PNG);

    /** A signature has at most twelve bytes; what is shorter is no image yet. */
    int SIGNATURE_BYTES = 12;

    /** What may be made of one file on the heap, beside a few copies of it: readers and their tables. */
    long MOST_ALLOCATED = 2_000_000;

    int COPIES = 4;

    /** Less than a kilobyte for each file that was refused. */
    long MOST_GROWTH = 1_000_000;

    @Test
    default void hostile_files_are_refused_at_once() {
        HostileFiles.refused().forEach((name, file) -> {
            ResizeResult result = TimedResize.resize(resizer(), file, SMALL, name);
            assertTrue(isRefusal(result), () -> name + " is " + result);
        });
    }

    @Test
    default void images_that_only_look_hostile_are_shown_at_once() {
        HostileFiles.shown().forEach((name, file) -> {
            ResizeResult result = TimedResize.resize(resizer(), file, SMALL, name);
            Resized shown = assertInstanceOf(Resized.class, result, name);
            assertFalse(TestImages.contains(shown.bytes(), "script"), name);
        });
    }

    @Test
    default void an_image_that_is_cut_short_at_any_tenth_byte_is_refused_or_lacks_nothing() {
        Samples.all().forEach((sample, whole) -> {
            byte[] expected = assertInstanceOf(Resized.class, resizer().resize(whole, SMALL))
                    .bytes();
            HostileFiles.cut(sample, whole).forEach((name, cut) -> {
                ResizeResult result = TimedResize.resize(resizer(), cut, SMALL, name);
                if (result instanceof Resized resized) {
                    assertArrayEquals(expected, resized.bytes(), name);
                } else {
                    boolean begins = cut.length > SIGNATURE_BYTES;
                    assertTrue(
                            result instanceof Truncated || (!begins && result instanceof NotAnImage),
                            () -> name + " is " + result);
                }
            });
        });
    }

    @Test
    default void what_is_refused_takes_little_memory() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        HostileFiles.refused().forEach((name, file) -> {
            // What is loaded once is no cost of this file.
            resizer().resize(file, SMALL);
            long before = threads.getTotalThreadAllocatedBytes();
            resizer().resize(file, SMALL);
            long allocated = threads.getTotalThreadAllocatedBytes() - before;
            assertTrue(
                    allocated <= MOST_ALLOCATED + (long) COPIES * file.length + promised(file),
                    () -> "%s took %,d bytes".formatted(name, allocated));
        });
    }

    /** What only its decoder can refuse may take its pixels until then; {@code WeightedBudget} counts them. */
    private long promised(byte[] file) {
        return probe().probe(file, ImageLimits.DEFAULT) instanceof ImageFile image
                ? image.header().stored().pixels() * image.header().channels()
                : 0;
    }

    @Test
    default void the_heap_does_not_grow_with_what_was_refused() {
        refuseAll();
        long before = usedHeap();
        refuseAll();
        long growth = usedHeap() - before;
        assertTrue(growth <= MOST_GROWTH, () -> "It grew by %,d bytes".formatted(growth));
    }

    private void refuseAll() {
        HostileFiles.refused().values().forEach(file -> resizer().resize(file, SMALL));
        for (Map.Entry<String, byte[]> sample : Samples.all().entrySet()) {
            HostileFiles.cut(sample.getKey(), sample.getValue())
                    .values()
                    .forEach(file -> resizer().resize(file, SMALL));
        }
    }

    /** Of what is still in use. */
    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static boolean isRefusal(ResizeResult result) {
        return result instanceof NotAnImage
                || result instanceof Truncated
                || result instanceof TooLarge
                || result instanceof UnknownType;
    }
}
