package dev.portside.domain.user;

import dev.portside.domain.InvalidValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * A registered user, as it was at one revision.
 *
 * @param createdAt whole microseconds
 * @param updatedAt whole microseconds, never before {@code createdAt}
 * @param revision 1 when registered, one more with each update that changes something; equal revisions of one user are equal users
 */
public record User(UserId id, UserName name, EmailAddress email, Instant createdAt, Instant updatedAt, long revision) {

    /** The order of every list: the latest registration first, the higher id first among equals. */
    public static final Comparator<User> NEWEST_FIRST =
            Comparator.comparing(User::createdAt).thenComparing(User::id).reversed();

    public User {
        requireMicroseconds(createdAt);
        requireMicroseconds(updatedAt);
        if (updatedAt.isBefore(createdAt)) {
            throw new InvalidValue("must not be updated (" + updatedAt + ") before it was created (" + createdAt + ")");
        }
        if (revision < 1) {
            throw new InvalidValue("must have a revision of at least 1, but was " + revision);
        }
    }

    /** The first revision of a user that registers at {@code at}. */
    public static User registered(UserId id, NewUser user, Instant at) {
        return new User(id, user.name(), user.email(), at, at, 1);
    }

    /**
     * Returns the next revision, with the change made at {@code at}, or this one when the change leaves everything as it is.
     * A clock that went back does not take the user's time back.
     */
    public User changed(UserChange change, Instant at) {
        if (change.name().orElse(name).equals(name)
                && change.email().orElse(email).equals(email)) {
            return this;
        }
        return new User(
                id,
                change.name().orElse(name),
                change.email().orElse(email),
                createdAt,
                at.isAfter(updatedAt) ? at : updatedAt,
                revision + 1);
    }

    /** Returns id and revision, and nothing of the person: users end in somebody's log. */
    @Override
    public String toString() {
        return "User[id=" + id + ", revision=" + revision + "]";
    }

    static void requireMicroseconds(Instant time) {
        if (!time.equals(time.truncatedTo(ChronoUnit.MICROS))) {
            throw new InvalidValue("must be a time in whole microseconds, but was " + time);
        }
    }
}
