package dev.portside.application.image;

/** How keeping an original ended. */
public sealed interface AvatarStoring permits AvatarStoring.Stored, AvatarAbsence.UserMissing {

    record Stored() implements AvatarStoring {}
}
