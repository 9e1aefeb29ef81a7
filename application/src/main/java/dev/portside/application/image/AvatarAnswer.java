package dev.portside.application.image;

import dev.portside.domain.image.AvatarVariant;

/** How a question for an avatar ended. */
public sealed interface AvatarAnswer permits AvatarAnswer.Shown, AvatarAnswer.Known, AvatarAbsence, ImageRefusal {

    /**
     * The picture that was asked for.
     *
     * @param file shared with others who asked for the same; nobody may change it
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares pictures by it
    record Shown(AvatarVariant variant, byte[] file) implements AvatarAnswer {}

    /** Whoever asked has this one already. */
    record Known(AvatarVariant variant) implements AvatarAnswer {}
}
