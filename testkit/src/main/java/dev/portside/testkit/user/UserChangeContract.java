package dev.portside.testkit.user;

import static dev.portside.testkit.user.UserFixtures.newUser;
import static dev.portside.testkit.user.UserFixtures.register;
import static dev.portside.testkit.user.UserFixtures.rename;
import static dev.portside.testkit.user.UserFixtures.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.portside.application.user.UserRemoval;
import dev.portside.application.user.UserStore;
import dev.portside.application.user.UserUpdate;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Contract of changing and removing users. */
public interface UserChangeContract extends UserFixtures {

    UserId NO_USER = new UserId(Long.MAX_VALUE);
    Instant LATER = NOON.plusSeconds(60);

    @Test
    default void an_update_sets_what_it_names_and_is_the_next_revision() {
        UserStore store = emptyStore();
        User ada = register(store, "Ada", "ada@example.org", NOON);

        UserChange renaming = new UserChange(Optional.of(new UserName("Ada King")), Optional.empty());
        User renamed = updated(store.update(ada.id(), renaming, Precondition.NONE, LATER));
        UserChange moving = new UserChange(Optional.empty(), Optional.of(new EmailAddress("king@example.org")));
        User moved = updated(store.update(ada.id(), moving, Precondition.NONE, LATER.plusSeconds(1)));

        assertEquals(ada.changed(renaming, LATER), renamed);
        assertEquals(renamed.changed(moving, LATER.plusSeconds(1)), moved);
        assertEquals(3, moved.revision());
        assertEquals(Optional.of(moved), store.byId(ada.id()));
        assertEquals(Optional.empty(), store.byEmail(ada.email()));
        assertEquals(Optional.of(moved), store.byEmail(moved.email()));
    }

    @Test
    default void an_update_that_changes_nothing_is_no_revision() {
        UserStore store = emptyStore();
        User ada = register(store, "Ada", "ada@example.org", NOON);

        UserChange nothing = new UserChange(Optional.empty(), Optional.empty());
        UserChange theSame = UserChange.to(newUser("Ada", "ada@example.org"));
        UserChange otherCase = UserChange.to(newUser("Ada", "Ada@example.org"));

        assertEquals(ada, updated(store.update(ada.id(), nothing, Precondition.NONE, LATER)));
        assertEquals(ada, updated(store.update(ada.id(), theSame, Precondition.NONE, LATER)));
        assertEquals(Optional.of(ada), store.byId(ada.id()));
        assertEquals(
                new UserUpdate.PreconditionFailed(), store.update(ada.id(), nothing, Precondition.revision(2), LATER));
        assertEquals(
                2,
                updated(store.update(ada.id(), otherCase, Precondition.NONE, LATER))
                        .revision());
    }

    @Test
    default void a_clock_that_went_back_does_not_take_a_user_back() {
        UserStore store = emptyStore();
        User ada = register(store, "Ada", "ada@example.org", NOON);

        assertEquals(NOON, rename(store, ada, "Ada King", NOON.minusSeconds(5)).updatedAt());
    }

    @Test
    default void a_user_may_keep_its_address_or_change_its_case_but_not_take_anothers() {
        UserStore store = emptyStore();
        User ada = register(store, "Ada", "ada@example.org", NOON);
        User bob = register(store, "Bob", "bob@example.org", NOON);

        UserUpdate taken =
                store.update(bob.id(), UserChange.to(newUser("Bob", "ADA@example.org")), Precondition.NONE, LATER);
        User shouting = updated(
                store.update(ada.id(), UserChange.to(newUser("Ada", "ADA@EXAMPLE.ORG")), Precondition.NONE, LATER));

        assertEquals(new UserUpdate.EmailTaken(new EmailAddress("ADA@example.org")), taken);
        assertEquals(Optional.of(bob), store.byId(bob.id()));
        assertEquals(Optional.of(shouting), store.byEmail(ada.email()));
    }

    @Test
    default void a_precondition_admits_only_the_revisions_it_names() {
        UserStore store = emptyStore();
        User ada = register(store, "Ada", "ada@example.org", NOON);
        UserChange change = new UserChange(Optional.of(new UserName("Eve")), Optional.empty());

        for (Precondition refusing : List.of(
                Precondition.revision(2),
                new Precondition(Optional.of(Set.of()), Set.of()),
                new Precondition(Optional.empty(), Set.of(1L)))) {
            assertEquals(new UserUpdate.PreconditionFailed(), store.update(ada.id(), change, refusing, LATER));
            assertEquals(new UserRemoval.PreconditionFailed(), store.remove(ada.id(), refusing));
        }
        assertEquals(Optional.of(ada), store.byId(ada.id()));

        Precondition admitting = new Precondition(Optional.of(Set.of(7L, 1L)), Set.of(2L));
        assertEquals(
                2, updated(store.update(ada.id(), change, admitting, LATER)).revision());
        assertEquals(new UserRemoval.Removed(), store.remove(ada.id(), Precondition.revision(2)));
    }

    @Test
    default void what_is_missing_is_missing_before_anything_else_is_wrong() {
        UserStore store = emptyStore();
        register(store, "Ada", "ada@example.org", NOON);
        UserChange toTaken = UserChange.to(newUser("Eve", "ada@example.org"));

        assertEquals(Optional.empty(), store.byId(NO_USER));
        assertEquals(new UserUpdate.Missing(), store.update(NO_USER, toTaken, Precondition.revision(9), LATER));
        assertEquals(new UserRemoval.Missing(), store.remove(NO_USER, Precondition.revision(9)));
    }

    @Test
    default void a_failed_precondition_is_told_before_a_taken_address() {
        UserStore store = emptyStore();
        register(store, "Ada", "ada@example.org", NOON);
        User bob = register(store, "Bob", "bob@example.org", NOON);
        UserChange toTaken = UserChange.to(newUser("Bob", "ada@example.org"));

        assertEquals(
                new UserUpdate.PreconditionFailed(), store.update(bob.id(), toTaken, Precondition.revision(9), LATER));
    }

    @Test
    default void a_removed_user_is_nowhere() {
        UserStore store = emptyStore();
        User ada = register(store, "Ada", "ada@example.org", NOON);
        UserListing everyone = new UserListing(Optional.empty(), UserListing.Page.FIRST, 10);
        store.byId(ada.id());
        store.byEmail(ada.email());
        store.list(everyone);

        assertEquals(new UserRemoval.Removed(), store.remove(ada.id(), Precondition.NONE));

        assertEquals(Optional.empty(), store.byId(ada.id()));
        assertEquals(Optional.empty(), store.byEmail(ada.email()));
        assertEquals(List.of(), store.list(everyone).users());
        assertEquals(List.of(), store.inIdOrder(Optional.empty(), 10));
        assertEquals(0, store.count(Optional.empty()));
        assertEquals(new UserRemoval.Missing(), store.remove(ada.id(), Precondition.NONE));
    }

    @Test
    default void of_many_who_update_one_revision_at_once_one_succeeds() throws Exception {
        UserStore store = emptyStore();
        User ada = register(store, "Ada", "ada@example.org", NOON);
        UserChange change = new UserChange(Optional.of(new UserName("Eve")), Optional.empty());

        List<UserUpdate> results = together(32, () -> store.update(ada.id(), change, Precondition.revision(1), LATER));

        assertEquals(
                1, results.stream().filter(UserUpdate.Updated.class::isInstance).count());
        assertEquals(
                31,
                results.stream()
                        .filter(UserUpdate.PreconditionFailed.class::isInstance)
                        .count());
        assertEquals(2, store.byId(ada.id()).orElseThrow().revision());
    }

    @Test
    default void two_who_take_each_others_address_at_once_both_end_and_share_none() throws Exception {
        UserStore store = emptyStore();
        User ada = register(store, "Ada", "ada@example.org", NOON);
        User bob = register(store, "Bob", "bob@example.org", NOON);
        UserChange toAdas = new UserChange(Optional.empty(), Optional.of(ada.email()));
        UserChange toBobs = new UserChange(Optional.empty(), Optional.of(bob.email()));
        AtomicInteger calls = new AtomicInteger();

        together(
                8,
                () -> calls.getAndIncrement() % 2 == 0
                        ? store.update(ada.id(), toBobs, Precondition.NONE, LATER)
                        : store.update(bob.id(), toAdas, Precondition.NONE, LATER));

        assertEquals(Optional.of(ada), store.byEmail(ada.email()));
        assertEquals(Optional.of(bob), store.byEmail(bob.email()));
    }

    @Test
    default void no_update_is_lost_among_many_at_once() throws Exception {
        UserStore store = emptyStore();
        User ada = register(store, "Ada", "ada@example.org", NOON);

        AtomicInteger calls = new AtomicInteger();

        together(32, () -> rename(store, ada, "Eve " + calls.getAndIncrement(), LATER));

        assertEquals(33, store.byId(ada.id()).orElseThrow().revision());
    }

    private static User updated(UserUpdate update) {
        return assertInstanceOf(UserUpdate.Updated.class, update).user();
    }
}
