package dev.portside.application.user;

import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserPage;
import java.util.Map;
import java.util.Set;

/**
 * Reader of many users at less cost than as many single reads. It finds what the single reads would find; the caller
 * bounds how much it asks for at once.
 */
public interface BatchUserReader extends UserReader {

    /** Those of the users that exist, all as of one state. */
    Map<UserId, User> byIds(Set<UserId> ids);

    /** A page for each listing, each as of one state; two pages of one call may be of two. */
    Map<UserListing, UserPage> lists(Set<UserListing> listings);
}
