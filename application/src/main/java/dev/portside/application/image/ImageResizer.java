package dev.portside.application.image;

import dev.portside.domain.image.ResizeOrder;

/** Makes pictures of other sizes. Safe for use by many threads. */
public interface ImageResizer {

    /**
     * Decodes the picture, turns it upright, scales it, and writes it anew. Blocks for as long as that takes.
     *
     * <p>What the picture is, and how large, is told from its bytes alone. Of a GIF the first frame is taken. Colours are
     * those of sRGB in the answer, whatever they were; nothing that is not a pixel comes over from the picture that was
     * given. Parts that are transparent become white in JPEG.
     *
     * <p>Any bytes at all can be given: what cannot be resized is told as a {@link ImageRefusal}, never as a fault.
     *
     * @param image not changed, and not kept; must not be changed until this returns
     * @throws dev.portside.application.Fault TIMEOUT when this thread is interrupted, soon after that; OVERLOADED when too
     *     much is being resized already
     */
    ResizeResult resize(byte[] image, ResizeOrder order);
}
