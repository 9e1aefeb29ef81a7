package dev.portside.domain.user;

import java.time.Instant;

/**
 * A place in the order of lists: right behind the user that was created at that time with that id, whether or not that
 * user still exists.
 *
 * @param createdAt whole microseconds
 */
public record UserCursor(Instant createdAt, UserId id) {

    public UserCursor {
        User.requireMicroseconds(createdAt);
    }

    /** The place right behind this user. */
    public static UserCursor behind(User user) {
        return new UserCursor(user.createdAt(), user.id());
    }

    /** Returns whether the user comes later in {@link User#NEWEST_FIRST} than this place. */
    public boolean isBefore(User user) {
        int byTime = user.createdAt().compareTo(createdAt);
        return byTime < 0 || (byTime == 0 && user.id().compareTo(id) < 0);
    }
}
