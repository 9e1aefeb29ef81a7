package dev.portside.application.image;

import dev.portside.domain.image.ImageFormat;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Tells what a picture is without decoding it. Safe for use by many threads. */
public interface ImageProbe {

    /**
     * Reads what the bytes say of themselves, in a time that is bounded by their number. A picture that is told to be one
     * may still turn out to be broken when it is decoded.
     *
     * @param image any bytes between its position and its limit; neither is moved, and none of the bytes changed; they must not
     *     change as long as the answer is used
     */
    ProbeResult probe(ByteBuffer image);

    /**
     * What the first bytes say that the picture is written in, which takes no time worth speaking of; empty when they are those
     * of none that can be read here. It may be broken all the same.
     *
     * @param image as for {@link #probe(ByteBuffer)}
     */
    Optional<ImageFormat> format(ByteBuffer image);

    /** As the other, all of an array. */
    default ProbeResult probe(byte[] image) {
        return probe(ByteBuffer.wrap(image));
    }
}
