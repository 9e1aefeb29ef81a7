package dev.portside.application.image;

/** Reason for which there is no avatar. */
public sealed interface AvatarAbsence extends AvatarStore.Lookup, AvatarStore.Removal, Avatars.Answer {

    /** No such user. */
    record UserMissing() implements AvatarAbsence, AvatarStore.Storing, Avatars.Upload {}

    /** A user without an image. */
    record AvatarMissing() implements AvatarAbsence {}
}
