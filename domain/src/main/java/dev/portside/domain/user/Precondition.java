package dev.portside.domain.user;

import java.util.Optional;
import java.util.Set;

/**
 * On which revisions of a user a write may act (RFC 9110 §13.1.1 and §13.1.2). It is tested in the same atomic step as
 * the write.
 *
 * @param anyOf when present, the revision must be one of these; present and empty admits none
 * @param noneOf the revision must be none of these
 */
public record Precondition(Optional<Set<Long>> anyOf, Set<Long> noneOf) {

    /** Admits every revision. */
    public static final Precondition NONE = new Precondition(Optional.empty(), Set.of());

    public Precondition {
        anyOf = anyOf.map(Set::copyOf);
        noneOf = Set.copyOf(noneOf);
    }

    public static Precondition revision(long revision) {
        return new Precondition(Optional.of(Set.of(revision)), Set.of());
    }

    public boolean admits(long revision) {
        return anyOf.map(revisions -> revisions.contains(revision)).orElse(true) && !noneOf.contains(revision);
    }
}
