package dev.portside.domain.image;

/**
 * Header of an image: what its first bytes say about the rest of it.
 *
 * @param stored the size before the orientation is applied
 * @param channels samples per pixel, 1 to 4; those of a palette are its colours'
 * @param alpha whether one of the channels says how opaque a pixel is
 * @param bits per sample as decoded, 8 or 16
 * @param passes how often the whole image is gone over, at least 1; more than one in progressive and interlaced ones
 */
public record ImageHeader(
        ImageFormat format,
        ImageSize stored,
        Orientation orientation,
        int channels,
        boolean alpha,
        int bits,
        int passes) {

    /** The size in which it is seen. */
    public ImageSize size() {
        return orientation.turn(stored);
    }
}
