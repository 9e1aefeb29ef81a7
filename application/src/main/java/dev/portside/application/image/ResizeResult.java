package dev.portside.application.image;

import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageSize;

/** Outcome of resizing. */
public sealed interface ResizeResult permits ResizeResult.Resized, ImageRefusal {

    /**
     * The image that was asked for.
     *
     * @param bytes a file of this format, the reader's own
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Resized(byte[] bytes, ImageFormat format, ImageSize size) implements ResizeResult {}
}
