package dev.portside.application.image;

import dev.portside.domain.image.Avatar;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the originals of avatars are kept, at most one for a user and none for anybody else: a user that is removed takes its
 * avatar along in the same atomic step. Each call is atomic; a write is durable once it has returned, and seen by every read
 * that begins then. Bytes that were given or returned are the caller's to change. Safe for use by many threads; every method
 * may throw {@link dev.portside.application.Fault}.
 */
public interface AvatarStore {

    /**
     * Keeps this original in place of the one before, or as the first.
     *
     * @param precondition tested in the same atomic step: of concurrent calls that each admit only the avatar before, one stores
     * @param at when, in whole microseconds
     */
    AvatarStoring put(UserId user, Avatar avatar, AvatarPrecondition precondition, Instant at);

    /** What there is, without its bytes, and at a cost that does not depend on them. */
    AvatarLookup head(UserId user);

    /** The whole avatar; empty when there is none, or no such user. */
    Optional<Avatar> find(UserId user);

    /**
     * Removes the avatar.
     *
     * @param precondition tested in the same atomic step; an avatar that is not there is missing, whatever this admits
     */
    AvatarRemoval remove(UserId user, AvatarPrecondition precondition);
}
