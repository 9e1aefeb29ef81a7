package dev.portside.application.image;

import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.Placement;
import dev.portside.domain.image.ResizeOrder;
import java.util.Set;

/**
 * Engine that decodes, scales and encodes for {@link LimitedImageResizer}, which has checked the header and worked out where each
 * pixel goes. Safe for use by many threads.
 */
public interface ImageEngine {

    /**
     * Its name and version, 1 to 15 of {@code a-z 0-9 . -}: of the same image and order, engines of which this is equal make the
     * same bytes.
     */
    String maker();

    Set<ImageFormat> reads();

    Set<ImageFormat> writes();

    /** Returns whether an image of a format that it reads is better left to another engine that reads it, too. */
    default boolean leavesToOthers(ImageHeader header) {
        return false;
    }

    /** The most bytes that the work can take at once, on the heap and beside it, answer included. */
    long memory(ImageHeader header, Placement placement);

    /**
     * From how many threads it is best called, at least 1. More than there are processors where callers hand work to threads of
     * the engine's own, for both do nothing while one wakes the other.
     */
    default int callers(int processors) {
        return processors;
    }

    /**
     * Does the work on the calling thread. An image that turns out to be another than its header says is broken.
     *
     * @throws dev.portside.application.Fault TIMEOUT soon after the thread is interrupted
     */
    ResizeResult resize(ImageFile image, Placement placement, ResizeOrder order);
}
