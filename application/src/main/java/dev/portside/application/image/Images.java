package dev.portside.application.image;

import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ResizeOrder;
import java.nio.ByteBuffer;
import java.util.Set;

/** Use cases of images. Safe for use by many threads. */
public final class Images {

    private final ImageProbe probe;
    private final ImageResizer resizer;
    private final Set<ImageFormat> written;
    private final ImageLimits limits;

    /**
     * Creates the use cases.
     *
     * @param limits beyond which the probe refuses images
     * @param written the formats that the resizer can answer in here; PNG is always among them
     */
    public Images(ImageProbe probe, ImageResizer resizer, Set<ImageFormat> written, ImageLimits limits) {
        this.probe = probe;
        this.resizer = resizer;
        this.written = Set.copyOf(written);
        this.limits = limits;
    }

    /** Returns the limits of images. */
    public ImageLimits limits() {
        return limits;
    }

    /**
     * Returns the format of an answer to a request that names none: the image's own, or PNG where that is not written. Found by the
     * first bytes alone.
     */
    public ImageFormat formatFor(ByteBuffer image) {
        return probe.format(image).map(this::formatFor).orElse(ImageFormat.PNG);
    }

    /** The same for an image that is known to be of this format. */
    public ImageFormat formatFor(ImageFormat own) {
        return writes(own) ? own : ImageFormat.PNG;
    }

    /** Returns whether images can be answered in this format here. */
    public boolean writes(ImageFormat format) {
        return written.contains(format);
    }

    /** Probes an image, see {@link ImageProbe#probe}. */
    public ImageProbe.Result probe(ByteBuffer image) {
        return probe.probe(image, limits);
    }

    /** Resizes as {@link ImageResizer#resize} says. */
    public ResizeResult resize(ByteBuffer image, ResizeOrder order) {
        return resizer.resize(image, order);
    }
}
