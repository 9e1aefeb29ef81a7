package dev.portside.application.image;

import dev.portside.domain.image.AvatarDigest;

/** How an upload ended. */
public sealed interface AvatarUpload
        permits AvatarUpload.Uploaded, AvatarStoring.PreconditionFailed, AvatarAbsence.UserMissing, ImageRefusal {

    /** It is the user's avatar now. */
    record Uploaded(AvatarDigest digest) implements AvatarUpload {}
}
