package dev.portside.testkit.user;

import static dev.portside.testkit.user.UserFixtures.register;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.application.user.UserStore;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserCursor;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Contract of lists, searches and counts. */
public interface UserListContract extends UserFixtures {

    @Test
    default void an_empty_store_lists_nothing() {
        UserStore store = emptyStore();

        assertEquals(new UserPage(List.of(), Optional.empty()), page(store, 1, 20));
        assertEquals(List.of(), store.inIdOrder(Optional.empty(), 10));
        assertEquals(0, store.count(Optional.empty()));
    }

    @Test
    default void lists_are_newest_first_and_the_higher_id_first_among_equals() {
        UserStore store = emptyStore();
        User noon = register(store, "Noon", "a@example.org", NOON);
        User dawn = register(store, "Dawn", "b@example.org", NOON.minusSeconds(1));
        User alsoNoon = register(store, "Also noon", "c@example.org", NOON);
        User aMicrosecondLater = register(store, "Later", "d@example.org", NOON.plusNanos(1_000));

        assertEquals(
                List.of(aMicrosecondLater, alsoNoon, noon, dawn),
                page(store, 1, 20).users());
    }

    @Test
    default void pages_and_cursors_walk_the_same_list() {
        UserStore store = emptyStore();
        List<User> newestFirst = sevenUsersInPairsOfEqualTime(store);

        for (int limit = 1; limit <= 8; limit++) {
            assertEquals(newestFirst, walkByPages(store, limit), "pages of " + limit);
            assertEquals(newestFirst, walkByCursors(store, limit), "cursors of " + limit);
        }
    }

    @Test
    default void the_last_page_has_no_next_even_when_it_is_full() {
        UserStore store = emptyStore();
        List<User> users = sevenUsersInPairsOfEqualTime(store);

        assertEquals(new UserPage(users, Optional.empty()), page(store, 1, 7));
        assertEquals(
                Optional.of(UserCursor.behind(users.get(5))), page(store, 1, 6).next());
    }

    @Test
    default void a_page_past_the_end_is_empty_at_any_depth() {
        UserStore store = emptyStore();
        sevenUsersInPairsOfEqualTime(store);

        assertEquals(new UserPage(List.of(), Optional.empty()), page(store, 3, 4));
        assertEquals(new UserPage(List.of(), Optional.empty()), page(store, Long.MAX_VALUE / 100, 100));
    }

    @Test
    default void a_cursor_holds_its_place_though_its_user_is_gone() {
        UserStore store = emptyStore();
        List<User> users = sevenUsersInPairsOfEqualTime(store);
        store.remove(users.get(2).id(), Precondition.NONE);

        UserListing after =
                new UserListing(Optional.empty(), new UserListing.After(UserCursor.behind(users.get(2))), 2);

        assertEquals(users.subList(3, 5), store.list(after).users());
    }

    @Test
    default void a_cursor_of_any_age_is_before_or_behind_everyone() {
        UserStore store = emptyStore();
        List<User> users = sevenUsersInPairsOfEqualTime(store);

        assertEquals(users, after(store, Instant.parse("+1000000000-12-31T23:59:59.999999Z")));
        assertEquals(List.of(), after(store, Instant.parse("-1000000000-01-01T00:00:00Z")));
    }

    @Test
    default void a_search_finds_the_substring_whatever_its_case() {
        UserStore store = emptyStore();
        User ada = register(store, "Ada Lovelace", "a@example.org", NOON);
        User strasse = register(store, "Die STRASSE", "b@example.org", NOON);
        User odysseus = register(store, "ὈΔΥΣΣΕΎΣ", "c@example.org", NOON);
        User bruce = register(store, "李小龍", "d@example.org", NOON);

        assertEquals(List.of(ada), found(store, "LOVE"));
        assertEquals(List.of(ada), found(store, "a l"));
        assertEquals(List.of(strasse), found(store, "straße"));
        assertEquals(List.of(odysseus), found(store, "σεύς"));
        assertEquals(List.of(odysseus), found(store, "ΣΕΎς"));
        assertEquals(List.of(odysseus), found(store, "ὀδυς"));
        assertEquals(List.of(bruce), found(store, "小"));
        assertEquals(List.of(), found(store, "stranger"));
    }

    @Test
    default void a_search_finds_what_looks_the_same() {
        UserStore store = emptyStore();
        User decomposed = register(store, "Jose\u0301 Nun\u0303ez", "a@example.org", NOON);
        User street = register(store, "STRA\u1e9eE", "b@example.org", NOON);
        User unit = register(store, "\u00c5ngstr\u00f6m", "c@example.org", NOON);
        User letter = register(store, "S\u00f8ren", "d@example.org", NOON);
        User soft = register(store, "Donau\u00addampf", "e@example.org", NOON);
        User voiced = register(store, "\u304c\u304e", "f@example.org", NOON);

        assertEquals(List.of(decomposed), found(store, "jos\u00e9"));
        assertEquals(List.of(decomposed), found(store, "NUNEZ "));
        assertEquals(List.of(street), found(store, "stra\u00dfe"));
        assertEquals(List.of(street), found(store, "strasse"));
        assertEquals(List.of(unit), found(store, "angstrom"));
        assertEquals(List.of(unit), found(store, "A\u030angstr"));
        assertEquals(List.of(letter), found(store, "soren"));
        assertEquals(List.of(soft), found(store, "donaudampf"));
        assertEquals(List.of(voiced), found(store, "\u304b\u3099"));
        assertEquals(List.of(), found(store, "\u304b"));
    }

    @Test
    default void a_search_takes_every_character_for_itself() {
        UserStore store = emptyStore();
        List<String> specials = List.of(
                "%", "_", "\\", "'", "\"", "*", "?", ".", "^", "$", "[a]", "(", "|", "\\%", "''", "$$", "{0}", ":x");
        User plain = register(store, "plain", "plain@example.org", NOON);
        for (String special : specials) {
            register(store, "x" + special + "y", "s" + specials.indexOf(special) + "@example.org", NOON);
        }

        for (String special : specials) {
            for (User hit : found(store, special)) {
                assertEquals(true, hit.name().value().contains(special), special + " found " + hit.name());
            }
            assertEquals(1, found(store, "x" + special + "y").size(), special);
        }
        assertEquals(List.of(plain), found(store, "plain"));
    }

    @Test
    default void a_search_is_paged_and_counted_like_the_list() {
        UserStore store = emptyStore();
        List<User> hits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            hits.addFirst(register(store, "Hit " + i, "hit" + i + "@example.org", NOON.plusSeconds(i)));
            register(store, "Other " + i, "other" + i + "@example.org", NOON.plusSeconds(i));
        }
        Optional<NameSearch> search = Optional.of(new NameSearch("hIt"));

        UserPage first = store.list(new UserListing(search, UserListing.Page.FIRST, 2));
        UserPage second = store.list(new UserListing(search, new UserListing.Page(2), 2));
        UserPage rest = store.list(
                new UserListing(search, new UserListing.After(second.next().orElseThrow()), 2));

        assertEquals(hits.subList(0, 2), first.users());
        assertEquals(hits.subList(2, 4), second.users());
        assertEquals(new UserPage(hits.subList(4, 5), Optional.empty()), rest);
        assertEquals(5, store.count(search));
        assertEquals(10, store.count(Optional.empty()));
    }

    @Test
    default void a_search_sees_a_new_name_at_once_and_the_old_one_no_more() {
        UserStore store = emptyStore();
        User ada = register(store, "Ada", "ada@example.org", NOON);
        assertEquals(List.of(ada), found(store, "ada"));

        User grace = UserFixtures.rename(store, ada, "Grace", NOON.plusSeconds(1));

        assertEquals(List.of(), found(store, "ada"));
        assertEquals(List.of(grace), found(store, "grace"));
    }

    @Test
    default void the_walk_in_id_order_meets_everyone_once() {
        UserStore store = emptyStore();
        List<User> inIdOrder = sevenUsersInPairsOfEqualTime(store).stream()
                .sorted(Comparator.comparing(User::id))
                .toList();

        List<User> walked = new ArrayList<>();
        List<User> step = store.inIdOrder(Optional.empty(), 3);
        while (!step.isEmpty()) {
            walked.addAll(step);
            step = store.inIdOrder(Optional.of(step.getLast().id()), 3);
        }

        assertEquals(inIdOrder, walked);
        assertEquals(List.of(), store.inIdOrder(Optional.of(new UserId(Long.MAX_VALUE)), 3));
    }

    @Test
    default void results_are_immutable_copies() {
        UserStore store = emptyStore();
        User ada = register(store, "Ada", "ada@example.org", NOON);
        UserPage before = page(store, 1, 20);

        register(store, "Bob", "bob@example.org", NOON);

        assertEquals(List.of(ada), before.users());
        assertThrows(UnsupportedOperationException.class, () -> before.users().clear());
    }

    private static List<User> sevenUsersInPairsOfEqualTime(UserStore store) {
        List<User> users = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            users.add(register(store, "User " + i, "user" + i + "@example.org", NOON.plusSeconds(i / 2)));
        }
        users.sort(User.NEWEST_FIRST);
        return users;
    }

    private static List<User> walkByPages(UserStore store, int limit) {
        List<User> walked = new ArrayList<>();
        UserPage page = page(store, 1, limit);
        for (int number = 2; !page.users().isEmpty(); number++) {
            walked.addAll(page.users());
            page = page(store, number, limit);
        }
        return walked;
    }

    private static List<User> walkByCursors(UserStore store, int limit) {
        UserPage page = page(store, 1, limit);
        List<User> walked = new ArrayList<>(page.users());
        while (page.next().isPresent()) {
            page = store.list(new UserListing(
                    Optional.empty(), new UserListing.After(page.next().get()), limit));
            walked.addAll(page.users());
        }
        return walked;
    }

    private static UserPage page(UserStore store, long number, int limit) {
        return store.list(new UserListing(Optional.empty(), new UserListing.Page(number), limit));
    }

    private static List<User> after(UserStore store, Instant time) {
        UserCursor cursor = new UserCursor(time, new UserId(1));
        return store.list(new UserListing(Optional.empty(), new UserListing.After(cursor), 10))
                .users();
    }

    private static List<User> found(UserStore store, String text) {
        return store.list(new UserListing(Optional.of(new NameSearch(text)), UserListing.Page.FIRST, 100))
                .users();
    }
}
