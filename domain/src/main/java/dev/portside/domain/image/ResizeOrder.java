package dev.portside.domain.image;

import dev.portside.domain.InvalidValue;
import java.util.OptionalInt;

/**
 * Order to resize an image. Where one side is missing, it follows from the proportions of the image.
 *
 * @param width of the frame, 1 to {@value #MAX_SIDE}; this or the height is there
 * @param height of the frame, 1 to {@value #MAX_SIDE}
 * @param format one that is {@linkplain ImageFormat#written() written}
 * @param quality 1 to 100, of JPEG and WebP; PNG loses nothing
 * @param enlarge whether an image that is smaller than the frame is scaled up. If not, it keeps its size, and the answer
 *     is smaller than the frame unless it is {@linkplain Fit#CONTAIN padded}
 */
public record ResizeOrder(
        OptionalInt width, OptionalInt height, Fit fit, ImageFormat format, int quality, boolean enlarge) {

    public static final int MAX_SIDE = 16_384;
    public static final int DEFAULT_QUALITY = 80;
    public static final int MAX_QUALITY = 100;

    public ResizeOrder {
        if (width.isEmpty() && height.isEmpty()) {
            throw new InvalidValue("must be given, or the height, or both");
        }
        requireSide(width);
        requireSide(height);
        if (!format.written()) {
            throw new InvalidValue("must be jpeg, png or webp");
        }
        if (quality < 1 || quality > MAX_QUALITY) {
            throw new InvalidValue("must be 1 to " + MAX_QUALITY + ", but was " + quality);
        }
    }

    /** With the default quality, and never enlarged. */
    public static ResizeOrder of(int width, int height, Fit fit, ImageFormat format) {
        return new ResizeOrder(OptionalInt.of(width), OptionalInt.of(height), fit, format, DEFAULT_QUALITY, false);
    }

    /** The same in another format. */
    public ResizeOrder in(ImageFormat other) {
        return new ResizeOrder(width, height, fit, other, quality, enlarge);
    }

    private static void requireSide(OptionalInt side) {
        if (side.isPresent() && (side.getAsInt() < 1 || side.getAsInt() > MAX_SIDE)) {
            throw new InvalidValue("must be 1 to " + MAX_SIDE + ", but was " + side.getAsInt());
        }
    }

    /** How an image of this size, upright, is put on its canvas. The sides of both are bounded by an int and no more. */
    public Placement place(ImageSize picture) {
        double byWidth = width.isPresent() ? (double) width.getAsInt() / picture.width() : Double.NaN;
        double byHeight = height.isPresent() ? (double) height.getAsInt() / picture.height() : Double.NaN;
        double across = Double.isNaN(byWidth) ? byHeight : byWidth;
        double down = Double.isNaN(byHeight) ? byWidth : byHeight;
        return switch (fit) {
            case FILL -> exactly(scale(picture, across, down));
            case INSIDE -> exactly(scale(picture, Math.min(across, down), Math.min(across, down)));
            case COVER -> {
                ImageSize scaled = scale(picture, Math.max(across, down), Math.max(across, down));
                yield centred(scaled, smallerOf(frame(scaled), scaled));
            }
            case CONTAIN -> {
                ImageSize scaled = scale(picture, Math.min(across, down), Math.min(across, down));
                yield centred(scaled, frame(scaled));
            }
        };
    }

    private ImageSize scale(ImageSize picture, double across, double down) {
        double most = enlarge ? Double.MAX_VALUE : 1;
        return new ImageSize(
                scaled(picture.width(), Math.min(across, most)), scaled(picture.height(), Math.min(down, most)));
    }

    private static int scaled(int side, double factor) {
        return Math.clamp(Math.round(side * factor), 1, Integer.MAX_VALUE);
    }

    private ImageSize frame(ImageSize scaled) {
        return new ImageSize(width.orElse(scaled.width()), height.orElse(scaled.height()));
    }

    private static ImageSize smallerOf(ImageSize one, ImageSize other) {
        return new ImageSize(Math.min(one.width(), other.width()), Math.min(one.height(), other.height()));
    }

    private static Placement exactly(ImageSize size) {
        return new Placement(size, size, 0, 0);
    }

    private static Placement centred(ImageSize scaled, ImageSize canvas) {
        return new Placement(
                scaled,
                canvas,
                Math.floorDiv(canvas.width() - scaled.width(), 2),
                Math.floorDiv(canvas.height() - scaled.height(), 2));
    }
}
