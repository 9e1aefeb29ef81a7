package dev.portside.application.image;

import dev.portside.domain.image.ResizeOrder;
import java.nio.ByteBuffer;

/** Resizer that tells what the work costs before it is done. Safe for use by many threads. */
public interface ImageResizePlanner extends ImageResizer {

    /**
     * Reads the header and decodes nothing, in a time that is bounded by the number of bytes.
     *
     * @param image as for {@link #resize(ByteBuffer, ResizeOrder)}; it must not change until the work is done
     */
    ResizePlan plan(ByteBuffer image, ResizeOrder order);

    @Override
    default ResizeResult resize(ByteBuffer image, ResizeOrder order) {
        return switch (plan(image, order)) {
            case ImageRefusal refusal -> refusal;
            case ResizePlan.Planned planned -> planned.work().get();
        };
    }
}
