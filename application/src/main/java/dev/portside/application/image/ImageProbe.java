package dev.portside.application.image;

import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageLimits;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reader of image headers, which decodes nothing. Safe for use by many threads. */
public interface ImageProbe {

    /** Outcome of {@link #probe}: the image, or why it is refused. */
    sealed interface Result permits ImageFile, ImageRefusal {}

    /**
     * Reads the header, in a time that is bounded by the number of bytes. An image that is found may still turn out to be broken
     * when it is decoded.
     *
     * @param image any bytes between its position and its limit; neither is moved, and none of the bytes changed; they must not
     *     change as long as the answer is used
     * @param limits that the image is refused beyond
     */
    Result probe(ByteBuffer image, ImageLimits limits);

    /**
     * Returns the format that the first bytes name, in a negligible time; empty when no such format can be read here. The image
     * may be broken all the same.
     *
     * @param image as for {@link #probe(ByteBuffer, ImageLimits)}
     */
    Optional<ImageFormat> format(ByteBuffer image);

    /** Reads the header of a whole array. */
    default Result probe(byte[] image, ImageLimits limits) {
        return probe(ByteBuffer.wrap(image), limits);
    }
}
