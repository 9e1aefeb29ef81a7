package dev.portside.domain.image;

import dev.portside.domain.InvalidValue;

/**
 * Limits of the size of images, those that come and those that are made; decided from the header, before anything is decoded.
 *
 * @param bytes of the file that comes
 * @param pixels of an image that comes
 * @param answerPixels of one that is asked for, before it is cropped, too
 * @param side the longest side of either
 * @param passes how often a decoder has to go over the whole image: a few hundred bytes can ask for that thousands of
 *     times. Progressive JPEGs have some ten
 */
public record ImageLimits(int bytes, long pixels, long answerPixels, int side, int passes) {

    public static final ImageLimits DEFAULT =
            new ImageLimits(10 * 1024 * 1024, 50_000_000, 25_000_000, ResizeOrder.MAX_SIDE, 32);

    public ImageLimits {
        if (bytes < 1 || pixels < 1 || answerPixels < 1 || side < 1 || passes < 1) {
            throw new InvalidValue("must be at least 1 each");
        }
    }

    /** Returns whether an image that comes may be of this size. */
    public boolean allow(ImageSize size) {
        return size.longerSide() <= side && size.pixels() <= pixels;
    }
}
