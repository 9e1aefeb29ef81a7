package dev.portside.persistence.user;

import dev.portside.domain.user.User;
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserPage;
import dev.portside.persistence.connection.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads many parts of the list of users in one statement. */
final class UserListBatch {

    /** Behind the front of the list, which is to say at it. */
    private static final UserCursor FRONT = new UserCursor(Instant.MAX.minusNanos(999), new UserId(Long.MAX_VALUE));

    private UserListBatch() {}

    /** Those that start at a cursor or at the front are read together, the others one by one. */
    static Map<UserListing, UserPage> read(
            Collection<UserListing> listings, Database database, Function<UserListing, UserPage> single) {
        Map<UserListing, UserPage> pages = HashMap.newHashMap(listings.size());
        List<UserListing> alike = new ArrayList<>(listings.size());
        for (UserListing listing : listings) {
            if (listing.costsTheSameAtAnyDepth()) {
                alike.add(listing);
            } else {
                pages.put(listing, single.apply(listing));
            }
        }
        if (!alike.isEmpty()) {
            pages.putAll(database.run(connection -> read(connection, alike)));
        }
        return pages;
    }

    /** As far as the longest goes: nearly always all are as long, and several statements would take several trips. */
    private static Map<UserListing, UserPage> read(Connection connection, List<UserListing> alike) throws SQLException {
        int longest = alike.stream().mapToInt(UserListing::limit).max().orElseThrow();
        List<UserCursor> cursors = new ArrayList<>(alike.size());
        List<List<User>> found = new ArrayList<>(alike.size());
        for (UserListing listing : alike) {
            cursors.add(listing.start() instanceof UserListing.After(UserCursor after) ? after : FRONT);
            found.add(new ArrayList<>(longest + 1));
        }
        UserStatements.BehindColumns columns = UserStatements.BEHIND;
        UserStatements.listsBehind(longest)
                .each(connection, cursors, row -> found.get(columns.cursor(row)).add(columns.read(row)));
        Map<UserListing, UserPage> pages = HashMap.newHashMap(alike.size());
        for (int i = 0; i < alike.size(); i++) {
            List<User> users = found.get(i);
            // Usually they are in order already, which costs one comparison each.
            users.sort(User.NEWEST_FIRST);
            int limit = alike.get(i).limit();
            pages.put(alike.get(i), UserPage.of(users.subList(0, Math.min(users.size(), limit + 1)), limit));
        }
        return pages;
    }
}
