package dev.portside.application.image;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.fence.Fence;
import dev.portside.domain.image.ResizeOrder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Resizes behind a {@link Fence}, so that nothing else waits for it. Who is interrupted, because a client has left, gives up
 * its place in the queue, or the work if that has begun.
 */
public final class FencedImageResizer implements ImageResizer {

    private final ImageResizer resizer;
    private final Fence fence;
    private final Duration deadline;
    private final long maxBytes;
    private final AtomicLong presentBytes = new AtomicLong();

    /**
     * Resizes with the given resizer on the threads of the fence.
     *
     * @param deadline how long one picture may wait and be worked on, together
     * @param maxBytes of pictures that wait or are worked on, as they came; places in a queue alone would let it grow to
     *     their number times the largest picture
     */
    public FencedImageResizer(ImageResizer resizer, Fence fence, Duration deadline, long maxBytes) {
        this.resizer = resizer;
        this.fence = fence;
        this.deadline = deadline;
        this.maxBytes = maxBytes;
    }

    /**
     * As the port says, and within the deadline.
     *
     * @throws Fault TIMEOUT, too, when the deadline is over; OVERLOADED when the queue is full
     */
    @Override
    public ResizeResult resize(ByteBuffer image, ResizeOrder order) {
        int length = image.remaining();
        if (presentBytes.addAndGet(length) > maxBytes) {
            presentBytes.addAndGet(-length);
            throw new Fault(Category.OVERLOADED, "Too many bytes of pictures wait to be resized already");
        }
        try {
            return fence.run(() -> resizer.resize(image, order), deadline);
        } finally {
            presentBytes.addAndGet(-length);
        }
    }

    /** Of the pictures that wait or are worked on. */
    public long presentBytes() {
        return presentBytes.get();
    }
}
