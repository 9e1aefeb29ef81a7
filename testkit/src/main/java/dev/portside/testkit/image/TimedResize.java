package dev.portside.testkit.image;

import dev.portside.application.image.ImageResizer;
import dev.portside.application.image.ResizeResult;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ResizeOrder;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Sees that an image costs no more than an ordinary photograph does on the same machine, at about the same time: what that costs
 * is the machine's, and no number of milliseconds is right for all of them. The quickest of several tries counts, of both: the work
 * is the same each time, and whatever else a machine does can only add to it. Thread time would not do, for engines work on threads
 * of their own, and would leave out what they wait for.
 */
final class TimedResize {

    /** The photograph that it is compared with: twelve megapixels, a quarter of what may be asked for. */
    private static final int WIDTH = 4_000;

    private static final int HEIGHT = 3_000;

    private static final int TRIES_OF_CONTROL = 3;
    private static final int TRIES = 10;

    private static final ResizeOrder THUMBNAIL = ResizeOrder.of(32, 32, Fit.COVER, ImageFormat.PNG);

    /** By resizer: the quickest that it was with the photograph, in nanoseconds. */
    private static final Map<ImageResizer, Long> CONTROLS = new WeakHashMap<>();

    private TimedResize() {}

    static ResizeResult resize(ImageResizer resizer, byte[] picture, ResizeOrder order, String name) {
        long atMost = control(resizer);
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long begun = System.nanoTime();
            ResizeResult result = resizer.resize(picture, order);
            long took = System.nanoTime() - begun;
            if (took <= atMost) {
                return result;
            }
            quickest = Math.min(quickest, took);
        }
        throw new AssertionError("%s took %d ns in the quickest of %d tries, and a photograph of %d x %d only %d ns"
                .formatted(name, quickest, TRIES, WIDTH, HEIGHT, atMost));
    }

    private static synchronized long control(ImageResizer resizer) {
        return CONTROLS.computeIfAbsent(resizer, TimedResize::timeOfPhotograph);
    }

    private static long timeOfPhotograph(ImageResizer resizer) {
        byte[] photograph = Photograph.PNG;
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES_OF_CONTROL; i++) {
            long begun = System.nanoTime();
            if (!(resizer.resize(photograph, THUMBNAIL) instanceof ResizeResult.Resized)) {
                throw new AssertionError("A sound image was refused");
            }
            quickest = Math.min(quickest, System.nanoTime() - begun);
        }
        return quickest;
    }

    /** Made when it is first needed, which takes a second. */
    private static final class Photograph {
        private static final byte[] PNG = TestImages.encode(TestImages.fading(WIDTH, HEIGHT), ImageFormat.PNG);
    }
}
