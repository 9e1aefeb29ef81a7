package dev.portside.persistence;

import dev.portside.domain.user.User;
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserPage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads many parts of the list of users in one statement per length. */
final class UserListBatch {

    /** Behind the front of the list, which is to say at it. */
    private static final UserCursor FRONT = new UserCursor(Instant.MAX.minusNanos(999), new UserId(Long.MAX_VALUE));

    private static final int NUMBER = UserRow.COLUMNS.size() + 1;

    private UserListBatch() {}

    /** Those that start at a cursor or at the front are read together, the others one by one. */
    static Map<UserListing, UserPage> read(
            Collection<UserListing> listings, Database database, Function<UserListing, UserPage> single) {
        Map<UserListing, UserPage> pages = HashMap.newHashMap(listings.size());
        Map<Integer, List<UserListing>> byLimit = new HashMap<>();
        for (UserListing listing : listings) {
            byLimit.computeIfAbsent(isMergeable(listing) ? listing.limit() : 0, any -> new ArrayList<>())
                    .add(listing);
        }
        byLimit.forEach((limit, alike) -> {
            if (limit == 0 || alike.size() == 1) {
                alike.forEach(listing -> pages.put(listing, single.apply(listing)));
            } else {
                pages.putAll(database.run(connection -> read(connection, alike, limit)));
            }
        });
        return pages;
    }

    private static boolean isMergeable(UserListing listing) {
        return listing.search().isEmpty()
                && switch (listing.start()) {
                    case UserListing.Page page -> page.equals(UserListing.Page.FIRST);
                    case UserListing.After after -> true;
                };
    }

    private static Map<UserListing, UserPage> read(Connection connection, List<UserListing> alike, int limit)
            throws SQLException {
        String[] times = new String[alike.size()];
        Long[] ids = new Long[alike.size()];
        Long[] numbers = new Long[alike.size()];
        List<List<User>> found = new ArrayList<>(alike.size());
        for (int i = 0; i < alike.size(); i++) {
            UserCursor cursor = alike.get(i).start() instanceof UserListing.After(UserCursor after) ? after : FRONT;
            times[i] = UserRow.comparableText(cursor.createdAt());
            ids[i] = cursor.id().value();
            numbers[i] = (long) i;
            found.add(new ArrayList<>(limit + 1));
        }
        UserStatements.listsBehind(limit)
                .each(
                        connection,
                        row -> found.get((int) row.getLong(NUMBER)).add(UserRow.read(row)),
                        times,
                        ids,
                        numbers);
        Map<UserListing, UserPage> pages = HashMap.newHashMap(alike.size());
        for (int i = 0; i < alike.size(); i++) {
            // Usually they are in order already, which costs one comparison each.
            found.get(i).sort(User.NEWEST_FIRST);
            pages.put(alike.get(i), UserPage.of(found.get(i), limit));
        }
        return pages;
    }
}
