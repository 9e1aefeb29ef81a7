package dev.portside.application.image;

/** How a removal ended. An absence is told before a precondition that fails. */
public sealed interface AvatarRemoval permits AvatarRemoval.Removed, AvatarRemoval.PreconditionFailed, AvatarAbsence {

    record Removed() implements AvatarRemoval {}

    /** The precondition does not admit the avatar that there is. */
    record PreconditionFailed() implements AvatarRemoval {}
}
