package dev.portside.application.user;

import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserPage;
import java.util.List;
import java.util.Optional;

/**
 * Reader of users. Each call sees one consistent state. Results are immutable. Safe for use by many threads; every method may throw
 * {@link dev.portside.application.Fault}.
 */
public interface UserReader {

    Optional<User> byId(UserId id);

    /** The user with this address, ignoring case. */
    Optional<User> byEmail(EmailAddress email);

    /** The part of the list in {@link User#NEWEST_FIRST} order; behind the end it is empty. */
    UserPage list(UserListing listing);

    /** How many users there are, or how many match. Costs by their number. */
    long count(Optional<NameSearch> search);

    /**
     * The users with the next higher ids, in order of id; at most {@code limit} (1 to 10,000), none at the end. Walking
     * all users this way meets each user that exists throughout the walk exactly once.
     *
     * @param behind the id to start behind; empty for the start
     */
    List<User> inIdOrder(Optional<UserId> behind, int limit);
}
