package dev.portside.application.image;

import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageSize;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Image whose header has been read. Decoders get only those parts of the file that make pixels: comments, thumbnails and bytes
 * behind the end never reach them. Safe for use by many threads.
 */
public non-sealed interface ImageFile extends ImageProbe.Result {

    /** Returns the header. */
    ImageHeader header();

    /**
     * Returns the place of the only frame that is read on the screen, before the orientation is applied; the rest is transparent.
     */
    Frame frame();

    /**
     * Returns the file without anything but the pixels of one frame, not to be changed.
     *
     * @param memory gives a buffer of a length, which has an array; it is filled unless the file itself will do
     * @return from 0 to its limit; it has an array, which may begin sooner and go on with bytes that are not the file's
     */
    ByteBuffer pixels(IntFunction<ByteBuffer> memory);

    /**
     * Returns the ICC profile, when its header is sound and its colours are those of the pixels; the rest of it may be broken.
     */
    Optional<byte[]> profile();

    /**
     * Place of a frame on its screen.
     *
     * @param left columns of the screen before it
     * @param top rows of the screen above it
     * @param size of the frame, which lies within the screen
     */
    record Frame(int left, int top, ImageSize size) {

        /** Returns whether there is nothing but the frame on a screen of this size. */
        public boolean fills(ImageSize screen) {
            return size.equals(screen);
        }
    }
}
