package dev.portside.domain.image;

/**
 * Placement of an image in an answer: an image is scaled, and put on a canvas.
 *
 * @param scaled the size to which the whole image is scaled, upright
 * @param canvas the size of the answer
 * @param x where the left edge of the scaled image is on the canvas; negative when some of it is cut off
 * @param y where its upper edge is
 */
public record Placement(ImageSize scaled, ImageSize canvas, int x, int y) {

    /** Returns whether some of the canvas is not covered. */
    public boolean pads() {
        return scaled.width() < canvas.width() || scaled.height() < canvas.height();
    }

    /** Returns whether some of the image is cut off. */
    public boolean crops() {
        return scaled.width() > canvas.width() || scaled.height() > canvas.height();
    }
}
