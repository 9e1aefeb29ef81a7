package dev.portside.testkit.user;

import static dev.portside.testkit.user.UserFixtures.register;
import static dev.portside.testkit.user.UserFixtures.rename;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.user.BatchUserStore;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Contract of {@link BatchUserStore}: many reads at once find what they find one by one. */
public interface BatchUserStoreContract extends UserStoreContract {

    @Override
    BatchUserStore emptyStore();

    @Test
    default void nothing_is_found_of_nothing() {
        BatchUserStore store = emptyStore();

        assertEquals(Map.of(), store.byIds(Set.of()));
        assertEquals(Map.of(), store.byIds(Set.of(new UserId(1), new UserId(Long.MAX_VALUE))));
        assertEquals(Map.of(), store.lists(Set.of()));
    }

    @Test
    default void of_many_ids_those_are_found_that_exist() {
        BatchUserStore store = emptyStore();
        User ada = register(store, "Ada", "ada@example.org", NOON);
        User gone = register(store, "Gone", "gone@example.org", NOON);
        User grace = rename(store, register(store, "Grace", "grace@example.org", NOON), "Grace Hopper", NOON);
        store.remove(gone.id(), Precondition.NONE);

        Set<UserId> wanted = LongStream.rangeClosed(1, grace.id().value() + 1_000)
                .mapToObj(UserId::new)
                .collect(Collectors.toSet());

        assertEquals(Map.of(ada.id(), ada, grace.id(), grace), store.byIds(wanted));
    }

    @Test
    default void many_listings_find_what_each_finds_alone() {
        BatchUserStore store = emptyStore();
        List<User> users = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            // In pairs of equal time.
            users.add(register(store, "User " + i, i + "@example.org", NOON.plusSeconds(i / 2)));
        }
        Set<UserListing> listings = listings(users);

        Map<UserListing, UserPage> alone = new HashMap<>();
        listings.forEach(listing -> alone.put(listing, store.list(listing)));

        assertEquals(alone, store.lists(listings));
    }

    @Test
    default void what_was_found_does_not_change_with_the_store() {
        BatchUserStore store = emptyStore();
        User ada = register(store, "Ada", "ada@example.org", NOON);
        UserListing first = new UserListing(Optional.empty(), UserListing.Page.FIRST, 10);
        UserListing two = new UserListing(Optional.empty(), UserListing.Page.FIRST, 2);
        Map<UserId, User> byId = store.byIds(Set.of(ada.id()));
        Map<UserListing, UserPage> lists = store.lists(Set.of(first, two));

        rename(store, ada, "Ada King", NOON.plusSeconds(1));

        assertEquals(Map.of(ada.id(), ada), byId);
        UserPage onlyAda = new UserPage(List.of(ada), Optional.empty());
        assertEquals(Map.of(first, onlyAda, two, onlyAda), lists);
    }

    /** First pages, later pages, cursors within, before and behind everything, and searches, of several lengths. */
    private static Set<UserListing> listings(List<User> users) {
        Instant noon = NOON;
        Set<UserListing> listings = new LinkedHashSet<>();
        for (int limit : new int[] {1, 3, 100}) {
            for (User user : users) {
                listings.add(after(UserCursor.behind(user), limit));
            }
            listings.add(after(new UserCursor(noon.plus(Duration.ofDays(9)), new UserId(1)), limit));
            listings.add(after(new UserCursor(noon.minus(Duration.ofDays(9)), new UserId(1)), limit));
            listings.add(after(new UserCursor(Instant.MAX.minusNanos(999), new UserId(1)), limit));
            listings.add(after(new UserCursor(Instant.MIN, new UserId(1)), limit));
            listings.add(new UserListing(Optional.empty(), UserListing.Page.FIRST, limit));
            listings.add(new UserListing(Optional.empty(), new UserListing.Page(2), limit));
            listings.add(new UserListing(Optional.of(new NameSearch("USER 1")), UserListing.Page.FIRST, limit));
        }
        return listings;
    }

    private static UserListing after(UserCursor cursor, int limit) {
        return new UserListing(Optional.empty(), new UserListing.After(cursor), limit);
    }
}
