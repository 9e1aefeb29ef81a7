package dev.portside.application.image;

import dev.portside.application.concurrency.Cost;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.Placement;
import dev.portside.domain.image.ResizeOrder;

/**
 * Processor time that an image will take, by its header and what is asked for. It is counted in pixels of a baseline JPEG that is
 * decoded, of which both engines do some forty millions a second; the factors were measured, and are rounded up to the slower engine.
 */
final class WorkEstimate {

    /** Some 25 milliseconds. */
    private static final long LIGHT = 1_000_000;

    /** Some half of a second: photos of 12 megapixels as thumbnails are among them. */
    private static final long MEDIUM = 20_000_000;

    private static final int PNG = 3;
    private static final int WEBP = 5;
    private static final int SEVERAL_PASSES = 6;
    private static final int WRITTEN_JPEG = 2;
    private static final int WRITTEN_PNG = 10;
    private static final int WRITTEN_WEBP = 8;

    private WorkEstimate() {}

    static Cost of(ImageHeader header, Placement placement, ResizeOrder order) {
        long pixels = header.stored().pixels() * decoding(header)
                + placement.scaled().pixels()
                + placement.canvas().pixels() * encoding(order.format());
        return pixels <= LIGHT ? Cost.LIGHT : pixels <= MEDIUM ? Cost.MEDIUM : Cost.HEAVY;
    }

    private static int decoding(ImageHeader header) {
        return switch (header.format()) {
            case JPEG -> header.passes() > 1 ? Math.max(SEVERAL_PASSES, header.passes()) : 1;
            case PNG -> header.bits() > Byte.SIZE ? 2 * PNG : PNG;
            case WEBP -> WEBP;
            case GIF, BMP -> 1;
        };
    }

    private static int encoding(ImageFormat format) {
        return switch (format) {
            case JPEG -> WRITTEN_JPEG;
            case PNG -> WRITTEN_PNG;
            case WEBP -> WRITTEN_WEBP;
            case GIF, BMP -> 0;
        };
    }
}
