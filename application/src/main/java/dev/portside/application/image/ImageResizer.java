package dev.portside.application.image;

import dev.portside.domain.image.ResizeOrder;
import java.nio.ByteBuffer;

/** Resizer of images. Safe for use by many threads. */
public interface ImageResizer {

    /**
     * Decodes the image, turns it upright, scales it, and writes it anew. Blocks for as long as that takes.
     *
     * <p>Format and size are read from the bytes alone. Of an animation, a GIF or a WebP, the first frame is taken, and its screen is transparent around it. Colours are
     * those of sRGB in the answer, whatever they were; nothing that is not a pixel comes over from the image that was
     * given. Parts that are transparent become white in JPEG.
     *
     * <p>Any bytes at all can be given: what cannot be resized is a {@link ImageRefusal}, never a fault.
     *
     * @param image what lies between its position and its limit; neither is moved, and none of the bytes changed or kept.
     *     They must not change until this returns; when it throws, work that has not noticed yet may still look at them, and
     *     nothing comes of that
     * @throws dev.portside.application.Fault TIMEOUT when this thread is interrupted, soon after that; OVERLOADED when too
     *     much is being resized already
     */
    ResizeResult resize(ByteBuffer image, ResizeOrder order);

    /** As the other, all of an array. */
    default ResizeResult resize(byte[] image, ResizeOrder order) {
        return resize(ByteBuffer.wrap(image), order);
    }
}
