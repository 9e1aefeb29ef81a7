package dev.portside.imaging.scaling;

import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Orientation;
import java.util.Arrays;

/**
 * An image of bytes, row by row.
 *
 * @param bytes {@code channels} for each pixel: grey or red, green, blue (or cyan, magenta, yellow, black), then, with
 *     alpha, the opacity
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Pixels(byte[] bytes, int width, int height, int channels, boolean alpha) {

    private static final byte WHITE = (byte) 255;

    /** Turned upright and put on a canvas, which is transparent where there is an opacity and white where there is none. */
    public Pixels upright(Orientation orientation, ImageSize canvas, int left, int top) {
        byte[] onto = new byte[Math.multiplyExact(canvas.width() * channels, canvas.height())];
        ImageSize seen = orientation.turn(new ImageSize(width, height));
        if (!alpha && !seen.equals(canvas)) {
            Arrays.fill(onto, WHITE);
        }
        if (orientation == Orientation.UPRIGHT) {
            for (int y = 0; y < height; y++) {
                int to = ((top + y) * canvas.width() + left) * channels;
                System.arraycopy(bytes, y * width * channels, onto, to, width * channels);
            }
        } else {
            turn(orientation, seen, onto, canvas.width(), left, top);
        }
        return new Pixels(onto, canvas.width(), canvas.height(), channels, alpha);
    }

    private void turn(Orientation orientation, ImageSize seen, byte[] onto, int canvasWidth, int left, int top) {
        for (int y = 0; y < seen.height(); y++) {
            Interruption.requireNotInterrupted();
            int fromY = orientation.topToBottom() ? seen.height() - 1 - y : y;
            for (int x = 0; x < seen.width(); x++) {
                int fromX = orientation.leftToRight() ? seen.width() - 1 - x : x;
                int from = (orientation.transposed() ? fromX * width + fromY : fromY * width + fromX) * channels;
                int to = ((top + y) * canvasWidth + left + x) * channels;
                for (int c = 0; c < channels; c++) {
                    onto[to + c] = bytes[from + c];
                }
            }
        }
    }

    /** Fully opaque on all sides, for a canvas that shows through. */
    public Pixels withAlpha() {
        if (alpha) {
            return this;
        }
        byte[] more = new byte[Math.multiplyExact(width * (channels + 1), height)];
        for (int y = 0, from = 0, to = 0; y < height; y++) {
            Interruption.requireNotInterrupted();
            for (int x = 0; x < width; x++, from += channels, to += channels + 1) {
                System.arraycopy(bytes, from, more, to, channels);
                more[to + channels] = WHITE;
            }
        }
        return new Pixels(more, width, height, channels + 1, true);
    }

    /** Before a white background. */
    public Pixels withoutAlpha() {
        if (!alpha) {
            return this;
        }
        int colours = channels - 1;
        byte[] fewer = new byte[width * height * colours];
        for (int y = 0, from = 0, to = 0; y < height; y++) {
            Interruption.requireNotInterrupted();
            for (int x = 0; x < width; x++, from += channels, to += colours) {
                int opacity = bytes[from + colours] & 0xFF;
                for (int c = 0; c < colours; c++) {
                    int colour = bytes[from + c] & 0xFF;
                    fewer[to + c] = (byte) ((colour * opacity + 255 * (255 - opacity) + 127) / 255);
                }
            }
        }
        return new Pixels(fewer, width, height, colours, false);
    }
}
