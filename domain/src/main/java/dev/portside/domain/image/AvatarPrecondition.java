package dev.portside.domain.image;

import java.util.Optional;
import java.util.Set;

/**
 * State of a user's avatar in which a write may act (RFC 9110 §13.1.1 and §13.1.2). It is tested in the same atomic step as the
 * write.
 *
 * @param admitsAbsence whether the write may act when there is no avatar
 * @param anyOf when present, an avatar that is there must be one of these; present and empty admits none
 * @param noneOf an avatar that is there must be none of these
 */
public record AvatarPrecondition(boolean admitsAbsence, Optional<Set<AvatarDigest>> anyOf, Set<AvatarDigest> noneOf) {

    /** Admits every avatar, and that there is none. */
    public static final AvatarPrecondition NONE = new AvatarPrecondition(true, Optional.empty(), Set.of());

    /** Admits any avatar, but not that there is none ({@code If-Match: *}). */
    public static final AvatarPrecondition PRESENT = new AvatarPrecondition(false, Optional.empty(), Set.of());

    /** Admits only that there is no avatar ({@code If-None-Match: *}). */
    public static final AvatarPrecondition ABSENT = new AvatarPrecondition(true, Optional.of(Set.of()), Set.of());

    public AvatarPrecondition {
        anyOf = anyOf.map(Set::copyOf);
        noneOf = Set.copyOf(noneOf);
    }

    /** Admits only this avatar. */
    public static AvatarPrecondition digest(AvatarDigest digest) {
        return new AvatarPrecondition(false, Optional.of(Set.of(digest)), Set.of());
    }

    /** Returns whether the write may act on the avatar that is there; empty for none. */
    public boolean admits(Optional<AvatarDigest> current) {
        return current.map(digest ->
                        anyOf.map(digests -> digests.contains(digest)).orElse(true) && !noneOf.contains(digest))
                .orElse(admitsAbsence);
    }
}
