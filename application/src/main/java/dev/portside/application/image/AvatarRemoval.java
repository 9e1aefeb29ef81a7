package dev.portside.application.image;

/** How a removal ended. */
public sealed interface AvatarRemoval permits AvatarRemoval.Removed, AvatarAbsence {

    record Removed() implements AvatarRemoval {}
}
