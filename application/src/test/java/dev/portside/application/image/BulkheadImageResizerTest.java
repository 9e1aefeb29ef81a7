package dev.portside.application.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.concurrency.Cost;
import dev.portside.application.concurrency.CpuBulkhead;
import dev.portside.application.concurrency.WeightedBudget;
import dev.portside.application.image.ImageRefusal.Measure;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.TooLarge;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Orientation;
import dev.portside.domain.image.Placement;
import dev.portside.domain.image.ResizeOrder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Light work is done while heavy work holds every thread and all memory that it may have. */
@Timeout(60)
class BulkheadImageResizerTest {

    private static final int MEGABYTE = 1024 * 1024;

    private final HeldEngine engine = new HeldEngine();
    private final WeightedBudget budget = new WeightedBudget(128L * MEGABYTE);
    private final CpuBulkhead bulkhead = new CpuBulkhead(1, 10);
    private final BulkheadImageResizer resizer = new BulkheadImageResizer(
            new LimitedImageResizer(List.of(engine), new BitmapProbe(), ImageLimits.DEFAULT, budget),
            bulkhead,
            Duration.ofMinutes(1),
            64L * MEGABYTE);

    @AfterEach
    void close() {
        engine.mayEnd.countDown();
        bulkhead.close();
    }

    @Test
    void a_thumbnail_is_made_while_the_dearest_that_is_permitted_is_worked_on_and_another_waits() throws Exception {
        FutureTask<ResizeResult> poster = started(5_000);
        engine.heavyBegun.await();
        FutureTask<ResizeResult> second = started(5_000);
        while (bulkhead.waiting() == 0) {
            Thread.sleep(1);
        }

        for (int i = 0; i < 20; i++) {
            assertEquals(new NotAnImage(), resize(60));
        }

        assertFalse(poster.isDone() || second.isDone());
        engine.mayEnd.countDown();
        assertEquals(new NotAnImage(), poster.get());
        assertEquals(new NotAnImage(), second.get());
    }

    @Test
    void more_than_may_be_asked_for_is_refused_and_no_engine_sees_it() {
        assertEquals(new TooLarge(Measure.ANSWER_PIXELS, ImageLimits.DEFAULT.answerPixels()), resize(7_000));
        assertEquals(0, engine.calls.get());
    }

    @Test
    void large_files_leave_room_for_small_ones() throws Exception {
        byte[] large = new byte[ImageLimits.DEFAULT.bytes()];
        System.arraycopy(HeldResizer.picture(1), 0, large, 0, 58);
        ByteBuffer file = ByteBuffer.wrap(large);
        List<FutureTask<ResizeResult>> tasks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FutureTask<ResizeResult> task = new FutureTask<>(() -> resizer.resize(file, order(5_000)));
            tasks.add(task);
            Thread.startVirtualThread(task);
        }
        engine.heavyBegun.await();
        while (resizer.presentBytes() < 5L * large.length) {
            Thread.sleep(1);
        }

        Fault full = assertThrows(Fault.class, () -> resizer.resize(file, order(60)));
        assertEquals(Category.OVERLOADED, full.category());
        assertEquals(new NotAnImage(), resize(60));

        engine.mayEnd.countDown();
        for (FutureTask<ResizeResult> task : tasks) {
            task.get();
        }
        assertEquals(0, resizer.presentBytes());
    }

    private FutureTask<ResizeResult> started(int side) {
        FutureTask<ResizeResult> task = new FutureTask<>(() -> resize(side));
        Thread.startVirtualThread(task);
        return task;
    }

    private ResizeResult resize(int side) {
        return resizer.resize(HeldResizer.picture(1), order(side));
    }

    private static ResizeOrder order(int side) {
        return new ResizeOrder(OptionalInt.of(side), OptionalInt.of(side), Fit.FILL, ImageFormat.PNG, 80, true);
    }

    /** Engine that holds large images, and refuses all. */
    private static final class HeldEngine implements ImageEngine {

        private final CountDownLatch heavyBegun = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public String maker() {
            return "held-1";
        }

        @Override
        public Set<ImageFormat> reads() {
            return EnumSet.allOf(ImageFormat.class);
        }

        @Override
        public Set<ImageFormat> writes() {
            return EnumSet.of(ImageFormat.PNG);
        }

        @Override
        public long memory(ImageHeader header, Placement placement) {
            return 8L * MEGABYTE + 16 * placement.canvas().pixels();
        }

        @Override
        public ResizeResult resize(ImageFile image, Placement placement, ResizeOrder order) {
            calls.incrementAndGet();
            if (placement.canvas().width() > 1_000) {
                heavyBegun.countDown();
                try {
                    mayEnd.await();
                } catch (InterruptedException e) {
                    throw new Fault(Category.TIMEOUT, "Interrupted on purpose", e);
                }
            }
            return new NotAnImage();
        }
    }

    @Test
    void work_is_classed_by_what_comes_and_by_what_is_asked_for() {
        assertEquals(Cost.LIGHT, cost(ImageFormat.JPEG, 300, 200, 1, 60));
        assertEquals(Cost.MEDIUM, cost(ImageFormat.JPEG, 4_000, 3_000, 1, 320));
        assertEquals(Cost.HEAVY, cost(ImageFormat.JPEG, 4_000, 3_000, 10, 320));
        assertEquals(Cost.HEAVY, cost(ImageFormat.PNG, 4_000, 3_000, 1, 320));
        assertEquals(Cost.HEAVY, cost(ImageFormat.JPEG, 10, 10, 1, 5_000));
        assertEquals(Cost.MEDIUM, cost(ImageFormat.JPEG, 10, 10, 1, 1_000));
    }

    private static Cost cost(ImageFormat format, int width, int height, int passes, int side) {
        ImageHeader header =
                new ImageHeader(format, new ImageSize(width, height), Orientation.UPRIGHT, 3, false, 8, passes);
        return WorkEstimate.of(header, order(side).place(header.size()), order(side));
    }
}
