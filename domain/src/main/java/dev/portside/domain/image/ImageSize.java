package dev.portside.domain.image;

import dev.portside.domain.InvalidValue;

/** Width and height in pixels, each at least 1. */
public record ImageSize(int width, int height) {

    public ImageSize {
        if (width < 1 || height < 1) {
            throw new InvalidValue("must be at least 1 × 1, but was " + width + " × " + height);
        }
    }

    public long pixels() {
        return (long) width * height;
    }

    public int longerSide() {
        return Math.max(width, height);
    }

    /** With the sides exchanged. */
    public ImageSize turned() {
        return new ImageSize(/* width= */ height, /* height= */ width);
    }
}
