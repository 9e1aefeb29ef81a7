package dev.portside.http.image;

import dev.portside.application.image.ImageRefusal;
import dev.portside.application.image.ImageRefusal.Measure;
import dev.portside.http.Problem;
import java.util.Locale;

/** Problems of images that are refused, in words for the client that sent them. */
final class ImageProblems {

    private ImageProblems() {}

    static Problem of(ImageRefusal refusal) {
        return switch (refusal) {
            case ImageRefusal.NotAnImage none ->
                Problem.of(422, "not_an_image", "the body is no picture that can be read; it may be damaged");
            case ImageRefusal.Truncated truncated ->
                Problem.of(422, "truncated_image", "the picture ends before it is complete; send all of it");
            case ImageRefusal.UnknownType unknown ->
                Problem.of(
                        415,
                        "unsupported_image",
                        "pictures of this type are not read; send a JPEG, PNG, GIF, WebP or BMP");
            case ImageRefusal.TooLarge(Measure measure, long limit) ->
                Problem.of(413, "image_too_large", tooLarge(measure, limit));
            case ImageRefusal.FormatNotAvailable(var format) ->
                Problem.of(
                        406,
                        "format_not_available",
                        format.name().toLowerCase(Locale.ROOT)
                                + " is not written by this server, which has no libvips; ask for jpeg or png");
        };
    }

    /** Returns the same problem for an image that is to be shown as a square, in words for its sender. */
    static Problem ofAvatar(ImageRefusal refusal) {
        return refusal instanceof ImageRefusal.TooLarge(Measure measure, long limit) && isOfAnswer(measure)
                ? notSquare()
                : of(refusal);
    }

    /** The same of a picture that was stored, for one who only asked for it. */
    static Problem ofStored(ImageRefusal refusal) {
        return switch (refusal) {
            case ImageRefusal.FormatNotAvailable unavailable -> of(unavailable);
            case ImageRefusal.TooLarge large when isOfAnswer(large.measure()) -> notSquare();
            // Limits were lowered since, or an engine is not installed any more.
            case ImageRefusal.TooLarge large -> unreadable();
            case ImageRefusal.NotAnImage none -> unreadable();
            case ImageRefusal.Truncated truncated -> unreadable();
            case ImageRefusal.UnknownType unknown -> unreadable();
        };
    }

    /** Squares are small themselves: what is too large is the whole picture, scaled before it is cropped. */
    private static Problem notSquare() {
        return Problem.of(
                422,
                "not_square_enough",
                "the picture is too wide for its height, or too high for its width, to be shown as a square of this size;"
                        + " crop it, or ask for a smaller size");
    }

    private static boolean isOfAnswer(Measure measure) {
        return switch (measure) {
            case ANSWER_PIXELS, ANSWER_SIDE -> true;
            case BYTES, PIXELS, SIDE, PASSES -> false;
        };
    }

    private static Problem unreadable() {
        return Problem.of(
                422, "unreadable_avatar", "the picture that was stored cannot be read here any more; send it again");
    }

    private static String tooLarge(Measure measure, long limit) {
        return switch (measure) {
            case BYTES -> "the picture must be at most " + limit + " bytes";
            case PIXELS -> "the picture must have at most " + limit + " pixels";
            case SIDE -> "the picture must be at most " + limit + " pixels wide and high";
            case PASSES -> "the picture must be written in at most " + limit + " passes; save it anew";
            case ANSWER_PIXELS -> "what is asked for must have at most " + limit + " pixels; ask for a smaller picture";
            case ANSWER_SIDE ->
                "what is asked for, before it is cropped, must be at most " + limit + " pixels wide and high";
        };
    }
}
