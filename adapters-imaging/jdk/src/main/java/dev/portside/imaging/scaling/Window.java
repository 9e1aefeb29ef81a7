package dev.portside.imaging.scaling;

import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Orientation;
import dev.portside.domain.image.Placement;

/**
 * The part of a scaled image that is seen, before it is turned upright.
 *
 * @param scaled the size of the whole scaled image, not upright
 */
public record Window(ImageSize scaled, int x, int y, int width, int height) {

    public static Window of(Placement placement, Orientation orientation) {
        ImageSize scaled = placement.scaled();
        int x = Math.max(0, -placement.x());
        int y = Math.max(0, -placement.y());
        int width = Math.min(scaled.width(), placement.canvas().width());
        int height = Math.min(scaled.height(), placement.canvas().height());
        int storedX = orientation.leftToRight() ? scaled.width() - x - width : x;
        int storedY = orientation.topToBottom() ? scaled.height() - y - height : y;
        return orientation.transposed()
                ? new Window(scaled.turned(), storedY, storedX, height, width)
                : new Window(scaled, storedX, storedY, width, height);
    }
}
