package dev.portside.application.image;

import dev.portside.application.concurrency.Cost;
import dev.portside.domain.image.ResizeOrder;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** Resizer that estimates the cost of the work before it is done. Safe for use by many threads. */
public interface ImageResizePlanner extends ImageResizer {

    /** Work for an image and an order, or why nothing can be done. */
    sealed interface Plan permits Plan.Planned, ImageRefusal {

        /**
         * Work that can be done.
         *
         * @param cost estimated from the header and the order
         * @param work decodes, scales and encodes on the calling thread; to be done once
         */
        record Planned(Cost cost, Supplier<ResizeResult> work) implements Plan {}
    }

    /**
     * Reads the header and decodes nothing, in a time that is bounded by the number of bytes.
     *
     * @param image as for {@link #resize(ByteBuffer, ResizeOrder)}; it must not change until the work is done
     */
    Plan plan(ByteBuffer image, ResizeOrder order);

    @Override
    default ResizeResult resize(ByteBuffer image, ResizeOrder order) {
        return switch (plan(image, order)) {
            case ImageRefusal refusal -> refusal;
            case Plan.Planned planned -> planned.work().get();
        };
    }
}
