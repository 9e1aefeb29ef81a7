package dev.portside.application.image;

import dev.portside.domain.image.ImageFormat;

/** Why a picture is not taken, or not made. */
public sealed interface ImageRefusal extends ProbeResult, ResizePlan, ResizeResult, AvatarUpload, AvatarAnswer {

    /** The bytes are no picture, or one that is broken. */
    record NotAnImage() implements ImageRefusal {}

    /** It begins as a picture and ends too soon. */
    record Truncated() implements ImageRefusal {}

    /** A picture, perhaps, of a type that is not read here. */
    record UnknownType() implements ImageRefusal {}

    /**
     * More than is allowed of something.
     *
     * @param limit the most that is allowed
     */
    record TooLarge(Measure measure, long limit) implements ImageRefusal {}

    /** What there can be too much of. */
    enum Measure {
        BYTES,
        PIXELS,
        SIDE,
        /** How often a decoder would have to go over the whole picture. */
        PASSES,
        /** Pixels of the answer. */
        ANSWER_PIXELS,
        /** The longer side of the answer, or of the whole picture scaled before it is cropped. */
        ANSWER_SIDE
    }

    /** The format is one that can be asked for, but what writes it is not installed here. */
    record FormatNotAvailable(ImageFormat format) implements ImageRefusal {}
}
