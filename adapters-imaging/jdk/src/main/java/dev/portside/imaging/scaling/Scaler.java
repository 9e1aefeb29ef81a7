package dev.portside.imaging.scaling;

import dev.portside.domain.image.ImageSize;
import java.util.Arrays;

/**
 * Scales an image whose rows come one after the other, so that the image itself is never in memory as a whole. Boxes of
 * pixels are averaged first, which is cheap, as long as that leaves more than is asked for; the rest is done with
 * {@link Resampler}. Colours are weighted by how opaque they are. Not for several threads.
 */
public final class Scaler {

    /** With less left to do, the averaging of boxes would be seen. */
    private static final double LEFT_FOR_WEIGHTS = 1.5;

    /** The sum over a box of this size still fits an int, weighted with opacity, too. */
    private static final int LARGEST_BOX = 128;

    private static final int OPAQUE = 255;

    private final ImageSize source;
    private final int channels;
    private final boolean alpha;
    private final Window window;
    private final int boxWidth;
    private final int boxHeight;
    private final int boxed;
    private final int[] sums;
    private final float[] row;
    private final Resampler resampler;
    private final byte[] pixels;
    private int taken;
    private int boxRow;

    /**
     * Begins an image.
     *
     * @param channels 1 to 4 bytes per pixel
     * @param alpha whether the last channel says how opaque a pixel is
     */
    public Scaler(ImageSize source, int channels, boolean alpha, Window window) {
        this.source = source;
        this.channels = channels;
        this.alpha = alpha;
        this.window = window;
        this.boxWidth = box(source.width(), window.scaled().width());
        this.boxHeight = box(source.height(), window.scaled().height());
        this.boxed = Math.ceilDiv(source.width(), boxWidth);
        this.sums = new int[boxed * channels];
        this.row = new float[boxed * channels];
        Weights across = Weights.of(
                (double) source.width() / boxWidth, boxed, window.scaled().width(), window.x(), window.width());
        Weights down = Weights.of(
                (double) source.height() / boxHeight,
                Math.ceilDiv(source.height(), boxHeight),
                window.scaled().height(),
                window.y(),
                window.height());
        this.resampler = new Resampler(boxed, channels, across, down, this::write);
        this.pixels = new byte[Math.multiplyExact(window.width() * channels, window.height())];
    }

    /** The most bytes that are taken, what is made not among them. */
    public static long memory(ImageSize source, int channels, ImageSize scaled) {
        int boxWidth = box(source.width(), scaled.width());
        int boxHeight = box(source.height(), scaled.height());
        int boxed = Math.ceilDiv(source.width(), boxWidth);
        int rows = Math.ceilDiv(source.height(), boxHeight);
        double wide = (double) source.width() / boxWidth;
        double high = (double) source.height() / boxHeight;
        long samples = (long) boxed * channels;
        return samples * (Integer.BYTES + Float.BYTES)
                + Resampler.memory(
                        samples, (long) scaled.width() * channels, Weights.longest(high, rows, scaled.height()))
                + Weights.memory(wide, boxed, scaled.width())
                + Weights.memory(high, rows, scaled.height());
    }

    private static int box(int source, int scaled) {
        return (int) Math.clamp(source / (scaled * LEFT_FOR_WEIGHTS), 1, LARGEST_BOX);
    }

    /** Takes the next row; those behind the last one are ignored. */
    public void take(byte[] bytes) {
        if (taken == source.height()) {
            return;
        }
        if (alpha) {
            addWithAlpha(bytes);
        } else {
            add(bytes);
        }
        taken++;
        int rows = taken - boxRow * boxHeight;
        if (rows == boxHeight || taken == source.height()) {
            average(rows);
            resampler.take(row, 0);
            boxRow++;
        }
    }

    private void add(byte[] bytes) {
        int width = source.width();
        if (boxWidth == 1) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += bytes[i] & 0xFF;
            }
        } else if (channels == 3) {
            addThree(bytes, width);
        } else {
            for (int box = 0, x = 0; x < width; box++) {
                for (int end = Math.min(x + boxWidth, width); x < end; x++) {
                    for (int c = 0; c < channels; c++) {
                        sums[box * channels + c] += bytes[x * channels + c] & 0xFF;
                    }
                }
            }
        }
    }

    /** Three at once: nearly all images, and twice as fast. */
    private void addThree(byte[] bytes, int width) {
        for (int box = 0, x = 0; x < width; box += 3) {
            int red = 0;
            int green = 0;
            int blue = 0;
            for (int end = Math.min(x + boxWidth, width); x < end; x++) {
                red += bytes[x * 3] & 0xFF;
                green += bytes[x * 3 + 1] & 0xFF;
                blue += bytes[x * 3 + 2] & 0xFF;
            }
            sums[box] += red;
            sums[box + 1] += green;
            sums[box + 2] += blue;
        }
    }

    private void addWithAlpha(byte[] bytes) {
        int last = channels - 1;
        for (int box = 0, x = 0; x < source.width(); box += channels) {
            for (int end = Math.min(x + boxWidth, source.width()); x < end; x++) {
                int opacity = bytes[x * channels + last] & 0xFF;
                for (int c = 0; c < last; c++) {
                    sums[box + c] += (bytes[x * channels + c] & 0xFF) * opacity;
                }
                sums[box + last] += opacity * OPAQUE;
            }
        }
    }

    private void average(int rows) {
        float share = 1f / (boxWidth * rows * (alpha ? OPAQUE : 1));
        for (int i = 0; i < sums.length; i++) {
            row[i] = sums[i] * share;
        }
        int inLast = source.width() - (boxed - 1) * boxWidth;
        for (int i = sums.length - channels; i < sums.length; i++) {
            row[i] = row[i] * boxWidth / inLast;
        }
        Arrays.fill(sums, 0);
    }

    private void write(int y, float[] wide) {
        int at = y * wide.length;
        for (int i = 0; i < wide.length; i++) {
            if (alpha) {
                float opacity = wide[i - i % channels + channels - 1];
                boolean colour = i % channels != channels - 1;
                pixels[at + i] = toByte(colour && opacity > 0 ? wide[i] * OPAQUE / opacity : wide[i]);
            } else {
                pixels[at + i] = toByte(wide[i]);
            }
        }
    }

    private static byte toByte(float value) {
        return (byte) Math.clamp(value + 0.5f, 0, OPAQUE);
    }

    /** Returns whether every row has come. */
    public boolean complete() {
        return taken == source.height();
    }

    /** The window, row by row. */
    public Pixels pixels() {
        return new Pixels(pixels, window.width(), window.height(), channels, alpha);
    }
}
