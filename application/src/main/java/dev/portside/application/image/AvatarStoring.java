package dev.portside.application.image;

/** How keeping an original ended. A user that is missing is told before a precondition that fails. */
public sealed interface AvatarStoring
        permits AvatarStoring.Stored, AvatarStoring.PreconditionFailed, AvatarAbsence.UserMissing {

    record Stored() implements AvatarStoring {}

    /** The precondition does not admit the avatar that there is, or that there is none. */
    record PreconditionFailed() implements AvatarStoring, AvatarUpload {}
}
