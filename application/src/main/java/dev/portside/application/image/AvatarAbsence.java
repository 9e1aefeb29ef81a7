package dev.portside.application.image;

/** Why there is no avatar. */
public sealed interface AvatarAbsence extends AvatarLookup, AvatarRemoval, AvatarAnswer {

    /** There is no such user. */
    record UserMissing() implements AvatarAbsence, AvatarStoring, AvatarUpload {}

    /** There is the user, and no picture of it. */
    record AvatarMissing() implements AvatarAbsence {}
}
