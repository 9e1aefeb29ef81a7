package dev.portside.application.image;

import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageSize;

/** How resizing ended. */
public sealed interface ResizeResult permits ResizeResult.Resized, ImageRefusal {

    /**
     * The picture that was asked for.
     *
     * @param bytes a file of this format, the reader's own
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares pictures by it
    record Resized(byte[] bytes, ImageFormat format, ImageSize size) implements ResizeResult {}
}
