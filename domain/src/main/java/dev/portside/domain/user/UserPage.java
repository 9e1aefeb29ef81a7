package dev.portside.domain.user;

import java.util.List;
import java.util.Optional;

/**
 * A part of the list of users, in {@link User#NEWEST_FIRST} order.
 *
 * @param next where the list goes on; empty when this part reaches its end
 */
public record UserPage(List<User> users, Optional<UserCursor> next) {

    public UserPage {
        users = List.copyOf(users);
    }

    /**
     * The page that a store makes of what it found: it looks for one user more than {@code limit}, to know whether the
     * list goes on.
     *
     * @param found at most {@code limit + 1} users, in order
     */
    public static UserPage of(List<User> found, int limit) {
        if (found.size() <= limit) {
            return new UserPage(found, Optional.empty());
        }
        return new UserPage(found.subList(0, limit), Optional.of(UserCursor.behind(found.get(limit - 1))));
    }
}
