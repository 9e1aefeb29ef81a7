package dev.portside.application.image;

import dev.portside.domain.image.Avatar;
import dev.portside.domain.image.AvatarHead;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Store of the originals of avatars, at most one for each user: a user that is removed takes its avatar along in the same atomic
 * step. Each call is atomic; a write is durable once it has returned, and seen by every read that begins then. Arrays that were
 * given or returned are the caller's to change. Safe for use by many threads; every method may throw {@link
 * dev.portside.application.Fault}.
 */
public interface AvatarStore {

    /** Outcome of {@link #head}. */
    sealed interface Lookup permits Lookup.Found, AvatarAbsence {
        record Found(AvatarHead head) implements Lookup {}
    }

    /** Outcome of {@link #put}. A missing user comes before a precondition that fails. */
    sealed interface Storing permits Storing.Stored, Storing.PreconditionFailed, AvatarAbsence.UserMissing {
        record Stored() implements Storing {}

        /** The precondition does not admit the avatar that there is, or that there is none. */
        record PreconditionFailed() implements Storing, Avatars.Upload {}
    }

    /** Outcome of {@link #remove}. An absence comes before a precondition that fails. */
    sealed interface Removal permits Removal.Removed, Removal.PreconditionFailed, AvatarAbsence {
        record Removed() implements Removal {}

        /** The precondition does not admit the avatar that there is. */
        record PreconditionFailed() implements Removal {}
    }

    /**
     * Stores an original in place of the one before, or as the first.
     *
     * @param precondition tested in the same atomic step: of concurrent calls that each admit only the avatar before, one stores
     * @param at time of the change, in whole microseconds
     */
    Storing put(UserId user, Avatar avatar, AvatarPrecondition precondition, Instant at);

    /** Returns the avatar without its bytes, at a cost that does not depend on them. */
    Lookup head(UserId user);

    /** Returns the whole avatar; empty when there is none, or no such user. */
    Optional<Avatar> find(UserId user);

    /**
     * Removes the avatar.
     *
     * @param precondition tested in the same atomic step; an avatar that is not there is missing, whatever this admits
     */
    Removal remove(UserId user, AvatarPrecondition precondition);
}
