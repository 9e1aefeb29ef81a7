package dev.portside.application.image;

import dev.portside.domain.image.ImageFormat;

/** Reason for which an image is not accepted, or not made. */
public sealed interface ImageRefusal
        extends ImageProbe.Result, ImageResizePlanner.Plan, ResizeResult, Avatars.Upload, Avatars.Answer {

    /** The bytes are no image, or a broken one. */
    record NotAnImage() implements ImageRefusal {}

    /** It begins as an image and ends too soon. */
    record Truncated() implements ImageRefusal {}

    /** An image, perhaps, of a type that is not read here. */
    record UnknownType() implements ImageRefusal {}

    /**
     * More than is allowed of something.
     *
     * @param limit the most that is allowed
     */
    record TooLarge(Measure measure, long limit) implements ImageRefusal {}

    /** Measure that is limited. */
    enum Measure {
        BYTES,
        PIXELS,
        SIDE,
        /** How often a decoder would have to go over the whole image. */
        PASSES,
        /** Pixels of the answer. */
        ANSWER_PIXELS,
        /** The longer side of the answer, or of the whole image scaled before it is cropped. */
        ANSWER_SIDE
    }

    /** The format is one that can be asked for, but what writes it is not installed here. */
    record FormatNotAvailable(ImageFormat format) implements ImageRefusal {}
}
