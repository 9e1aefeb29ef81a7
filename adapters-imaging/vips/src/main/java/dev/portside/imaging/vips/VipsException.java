package dev.portside.imaging.vips;

import java.io.Serial;

/**
 * libvips finds fault with an image. The reason is in one text for the whole process, in which others write at the same time; so that
 * is not looked at, and the engine that comes next says what is wrong.
 */
final class VipsException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    VipsException(String message) {
        super(message, null, false, false);
    }
}
