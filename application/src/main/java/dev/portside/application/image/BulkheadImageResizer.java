package dev.portside.application.image;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.concurrency.Cost;
import dev.portside.application.concurrency.CpuBulkhead;
import dev.portside.domain.image.ResizeOrder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Resizes behind a {@link CpuBulkhead}, so that nothing else waits for it, and what is light does not wait for what is heavy: the
 * header is read as light work, and what it shows to be dearer waits among its like. Who is interrupted, because a client has left, gives up
 * its place in the queue, or the work if that has begun.
 */
public final class BulkheadImageResizer implements ImageResizer {

    /** Of the bytes that may be present, what small files alone may take. */
    private static final int SMALL_SHARE = 8;

    /** A small file takes at most this part of them. */
    private static final int SMALL = 64;

    private final ImageResizePlanner resizer;
    private final CpuBulkhead bulkhead;
    private final Duration deadline;
    private final long maxBytes;
    private final AtomicLong presentBytes = new AtomicLong();

    /**
     * Resizes with the given resizer on the threads of the bulkhead.
     *
     * @param deadline how long one image may wait and be worked on, together
     * @param maxBytes of images that wait or are worked on, as they came; places in a queue alone would let it grow to
     *     their number times the largest image
     */
    public BulkheadImageResizer(ImageResizePlanner resizer, CpuBulkhead bulkhead, Duration deadline, long maxBytes) {
        this.resizer = resizer;
        this.bulkhead = bulkhead;
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
        long most = length <= maxBytes / SMALL ? maxBytes : maxBytes - maxBytes / SMALL_SHARE;
        if (presentBytes.addAndGet(length) > most) {
            presentBytes.addAndGet(-length);
            throw new Fault(Category.OVERLOADED, "Too many bytes of images wait to be resized already");
        }
        try {
            long begun = System.nanoTime();
            return switch (bulkhead.run(() -> begin(image, order), Cost.LIGHT, deadline)) {
                case Begun.Done(ResizeResult result) -> result;
                case Begun.Dear(ImageResizePlanner.Plan.Planned planned) ->
                    bulkhead.run(planned.work(), planned.cost(), deadline.minusNanos(System.nanoTime() - begun));
            };
        } finally {
            presentBytes.addAndGet(-length);
        }
    }

    /** State of an image after its header has been read. */
    private sealed interface Begun {

        record Done(ResizeResult result) implements Begun {}

        record Dear(ImageResizePlanner.Plan.Planned planned) implements Begun {}
    }

    private Begun begin(ByteBuffer image, ResizeOrder order) {
        return switch (resizer.plan(image, order)) {
            case ImageRefusal refusal -> new Begun.Done(refusal);
            case ImageResizePlanner.Plan.Planned planned ->
                planned.cost() == Cost.LIGHT ? new Begun.Done(planned.work().get()) : new Begun.Dear(planned);
        };
    }

    /** Of the images that wait or are worked on. */
    public long presentBytes() {
        return presentBytes.get();
    }
}
