package dev.portside.testkit.user;

import static dev.portside.testkit.user.UserFixtures.newUser;
import static dev.portside.testkit.user.UserFixtures.register;
import static dev.portside.testkit.user.UserFixtures.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.user.IdempotentRegistration;
import dev.portside.application.user.Registration;
import dev.portside.application.user.UserStore;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract of registering users. */
public interface UserRegistrationContract extends UserFixtures {

    @Test
    default void a_registered_user_is_found_as_it_was_returned() {
        UserStore store = emptyStore();
        Instant microsecond = NOON.plusNanos(123_456_000);

        User ada = register(store, "Ada Lovelace", "Ada@Example.org", microsecond);

        assertEquals(User.registered(ada.id(), newUser("Ada Lovelace", "Ada@Example.org"), microsecond), ada);
        assertEquals(Optional.of(ada), store.byId(ada.id()));
        assertEquals(Optional.of(ada), store.byEmail(ada.email()));
    }

    @Test
    default void any_unicode_name_comes_back_unchanged() {
        UserStore store = emptyStore();
        List<String> names = List.of(
                "Ὀδυσσεύς", "李小龍", "👩‍👩‍👧‍👦", "a\u0301", "\u202eevil", "O'Brien \"Bob\" \\ {x}, %_", "null");

        for (String name : names) {
            User user = register(store, name, "u" + names.indexOf(name) + "@example.org", NOON);
            assertEquals(name, store.byId(user.id()).orElseThrow().name().value());
        }
    }

    @Test
    default void the_longest_name_and_address_fit() {
        UserStore store = emptyStore();
        String name = "😀".repeat(200);
        String email = "a".repeat(64) + "@" + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(61);

        User user = register(store, name, email, NOON);

        assertEquals(Optional.of(user), store.byId(user.id()));
        assertEquals(Optional.of(user), store.byEmail(new EmailAddress(email.toUpperCase(Locale.ROOT))));
    }

    @Test
    default void an_address_is_taken_whatever_its_case() {
        UserStore store = emptyStore();
        User first = register(store, "First", "IRIS@Example.org", NOON);

        Registration second = store.registerAll(List.of(newUser("Second", "iris@eXample.ORG")), NOON)
                .getFirst();

        assertEquals(new Registration.EmailTaken(new EmailAddress("iris@eXample.ORG")), second);
        assertEquals(Optional.of(first), store.byEmail(new EmailAddress("iris@example.org")));
        assertEquals(1, store.count(Optional.empty()));
    }

    @Test
    default void an_address_is_free_again_once_its_user_is_removed_but_the_id_is_not() {
        UserStore store = emptyStore();
        User first = register(store, "First", "a@example.org", NOON);
        store.remove(first.id(), Precondition.NONE);

        User second = register(store, "Second", "A@example.org", NOON);

        assertTrue(second.id().value() > first.id().value());
        assertEquals(Optional.of(second), store.byEmail(first.email()));
        assertEquals(Optional.empty(), store.byId(first.id()));
    }

    @Test
    default void a_batch_registers_each_user_that_can_be_in_order() {
        UserStore store = emptyStore();
        User old = register(store, "Old", "old@example.org", NOON);

        List<Registration> results = store.registerAll(
                List.of(
                        newUser("A", "a@example.org"),
                        newUser("Again", "OLD@example.org"),
                        newUser("B", "b@example.org"),
                        newUser("A again", "A@example.org"),
                        newUser("C", "c@example.org")),
                NOON.plusSeconds(1));

        List<User> registered = results.stream()
                .filter(Registration.Registered.class::isInstance)
                .map(result -> ((Registration.Registered) result).user())
                .toList();
        assertEquals(
                List.of("A", "B", "C"),
                registered.stream().map(user -> user.name().value()).toList());
        assertEquals(registered.stream().sorted(Comparator.comparing(User::id)).toList(), registered);
        assertEquals(new Registration.EmailTaken(new EmailAddress("OLD@example.org")), results.get(1));
        assertEquals(new Registration.EmailTaken(new EmailAddress("A@example.org")), results.get(3));
        assertTrue(registered.getFirst().id().value() > old.id().value());
        assertEquals(4, store.count(Optional.empty()));
    }

    @Test
    default void a_batch_of_a_thousand_is_registered_in_the_order_given() {
        UserStore store = emptyStore();
        List<NewUser> users = IntStream.range(0, 1_000)
                .mapToObj(i -> newUser("User " + i, "user" + i + "@example.org"))
                .toList();

        List<Registration> results = store.registerAll(users, NOON);

        long before = 0;
        for (int i = 0; i < users.size(); i++) {
            User user = assertInstanceOf(Registration.Registered.class, results.get(i))
                    .user();
            assertEquals(users.get(i), new NewUser(user.name(), user.email()));
            assertTrue(user.id().value() > before);
            before = user.id().value();
        }
    }

    @Test
    default void of_many_who_register_one_address_at_once_one_gets_it() throws Exception {
        UserStore store = emptyStore();

        List<Registration> results = together(
                32,
                () -> store.registerAll(List.of(newUser("Many", "many@example.org")), NOON)
                        .getFirst());

        assertEquals(
                1,
                results.stream()
                        .filter(Registration.Registered.class::isInstance)
                        .count());
        assertEquals(
                31,
                results.stream()
                        .filter(Registration.EmailTaken.class::isInstance)
                        .count());
        assertEquals(1, store.count(Optional.empty()));
    }

    @Test
    default void the_same_key_and_user_is_registered_once_and_answered_as_it_was_then() {
        UserStore store = emptyStore();
        IdempotencyKey key = new IdempotencyKey("order 66");
        NewUser ada = newUser("Ada", "ada@example.org");
        User registered = assertInstanceOf(Registration.Registered.class, store.registerOnce(key, ada, NOON))
                .user();
        UserFixtures.rename(store, registered, "Ada King", NOON.plusSeconds(1));

        IdempotentRegistration again = store.registerOnce(key, ada, NOON.plusSeconds(2));

        assertEquals(new IdempotentRegistration.Replayed(registered), again);
    }

    /** Nothing of a removed user may be returned, or kept. */
    @Test
    default void what_is_remembered_of_a_user_goes_with_the_user() {
        UserStore store = emptyStore();
        IdempotencyKey key = new IdempotencyKey("order 67");
        IdempotencyKey other = new IdempotencyKey("order 68");
        NewUser ada = newUser("Ada", "ada@example.org");
        NewUser bob = newUser("Bob", "bob@example.org");
        User first = assertInstanceOf(Registration.Registered.class, store.registerOnce(key, ada, NOON))
                .user();
        User stays = assertInstanceOf(Registration.Registered.class, store.registerOnce(other, bob, NOON))
                .user();

        store.remove(first.id(), Precondition.revision(99));
        assertEquals(new IdempotentRegistration.Replayed(first), store.registerOnce(key, ada, NOON));
        store.remove(first.id(), Precondition.NONE);

        User second = assertInstanceOf(Registration.Registered.class, store.registerOnce(key, ada, NOON.plusSeconds(1)))
                .user();
        assertNotEquals(first.id(), second.id());
        assertEquals(new IdempotentRegistration.Replayed(second), store.registerOnce(key, ada, NOON.plusSeconds(2)));
        assertEquals(new IdempotentRegistration.Replayed(stays), store.registerOnce(other, bob, NOON.plusSeconds(3)));
    }

    @Test
    default void a_key_used_for_another_user_is_refused() {
        UserStore store = emptyStore();
        IdempotencyKey key = new IdempotencyKey("k");
        store.registerOnce(key, newUser("Ada", "ada@example.org"), NOON);

        assertEquals(
                new IdempotentRegistration.KeyReused(),
                store.registerOnce(key, newUser("Ada", "ADA@example.org"), NOON));
        assertEquals(
                new IdempotentRegistration.KeyReused(),
                store.registerOnce(key, newUser("Bob", "ada@example.org"), NOON));
        assertEquals(1, store.count(Optional.empty()));
    }

    @Test
    default void a_key_is_free_after_a_failed_attempt_and_after_a_day() {
        UserStore store = emptyStore();
        IdempotencyKey key = new IdempotencyKey("k".repeat(255));
        User ada = register(store, "Ada", "ada@example.org", NOON);

        assertEquals(
                new Registration.EmailTaken(ada.email()),
                store.registerOnce(key, newUser("Eve", "ada@example.org"), NOON));
        assertInstanceOf(
                Registration.Registered.class, store.registerOnce(key, newUser("Eve", "eve@example.org"), NOON));
        Instant dayLater = NOON.plus(IdempotencyKey.KEPT_FOR);
        assertInstanceOf(
                IdempotentRegistration.Replayed.class,
                store.registerOnce(key, newUser("Eve", "eve@example.org"), dayLater.minusNanos(1_000)));
        assertInstanceOf(
                Registration.Registered.class, store.registerOnce(key, newUser("Bob", "bob@example.org"), dayLater));
    }

    @Test
    default void a_key_that_is_free_again_does_not_free_the_address() {
        UserStore store = emptyStore();
        IdempotencyKey key = new IdempotencyKey("k");
        NewUser ada = newUser("Ada", "ada@example.org");
        store.registerOnce(key, ada, NOON);

        assertEquals(
                new Registration.EmailTaken(ada.email()),
                store.registerOnce(key, ada, NOON.plus(IdempotencyKey.KEPT_FOR)));
    }

    @Test
    default void batches_in_opposite_order_at_once_all_end_and_register_each_address_once() throws Exception {
        UserStore store = emptyStore();
        List<NewUser> forwards = IntStream.range(0, 300)
                .mapToObj(i -> newUser("User " + i, "user" + i + "@example.org"))
                .toList();
        AtomicInteger calls = new AtomicInteger();

        List<List<Registration>> results = together(
                8, () -> store.registerAll(calls.getAndIncrement() % 2 == 0 ? forwards : forwards.reversed(), NOON));

        long registered = results.stream()
                .flatMap(List::stream)
                .filter(Registration.Registered.class::isInstance)
                .count();
        assertEquals(300, registered);
        assertEquals(300, store.count(Optional.empty()));
    }

    @Test
    default void of_many_attempts_under_one_key_at_once_one_registers() throws Exception {
        UserStore store = emptyStore();
        IdempotencyKey key = new IdempotencyKey("k");

        List<IdempotentRegistration> results =
                together(32, () -> store.registerOnce(key, newUser("Ada", "ada@example.org"), NOON));

        assertEquals(
                1,
                results.stream()
                        .filter(Registration.Registered.class::isInstance)
                        .count());
        assertTrue(results.stream()
                .noneMatch(result -> result instanceof Registration.EmailTaken
                        || result instanceof IdempotentRegistration.KeyReused));
        assertEquals(1, store.count(Optional.empty()));
    }
}
