package dev.portside.testkit.cache;

import static dev.portside.testkit.user.UserFixtures.NOON;
import static dev.portside.testkit.user.UserFixtures.newUser;
import static dev.portside.testkit.user.UserFixtures.register;
import static dev.portside.testkit.user.UserFixtures.rename;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.application.Fault;
import dev.portside.application.cache.CacheLayer;
import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.user.UserStore;
import dev.portside.domain.image.AvatarSize;
import dev.portside.domain.image.AvatarVariant;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.testkit.image.AvatarStoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * Contract of a cache in one process: a read that begins after a write has ended sees it, whatever else is under way. The obvious
 * way breaks that: it loads, then puts what it has loaded, and a read that is under way while a user is removed puts the user back.
 * Between loading and putting it has to find out whether there was a write, for instance by counting them.
 */
public interface CacheLayerContract {

    /** A cache that was just opened, in front of no store yet, which keeps nothing of those returned before. */
    CacheLayer openCache();

    /** A question, in the ways that it can be asked about somebody. */
    enum Reading {
        BY_ID,
        BY_EMAIL,
        BY_NEXT_EMAIL,
        LIST,
        SEARCH,
        COUNT,
        COUNT_FOUND;

        private Object ask(UserStore store, User about) {
            return switch (this) {
                case BY_ID -> store.byId(about.id());
                case BY_EMAIL -> store.byEmail(about.email());
                case BY_NEXT_EMAIL -> store.byEmail(NEXT_EMAIL);
                case LIST -> store.list(EVERYONE);
                case SEARCH -> store.list(new UserListing(SEARCH_TEXT, UserListing.Page.FIRST, 10));
                case COUNT -> store.count(Optional.empty());
                case COUNT_FOUND -> store.count(SEARCH_TEXT);
            };
        }
    }

    /** A change that answers depend on. */
    enum Writing {
        UPDATE,
        REMOVE,
        REGISTER,
        REGISTER_ONCE;

        private void make(UserStore store, User of) {
            NewUser next = newUser("Ada Next", NEXT_EMAIL.value());
            Object unused = switch (this) {
                case UPDATE -> rename(store, of, "Ada King", NOON);
                case REMOVE -> store.remove(of.id(), Precondition.NONE);
                case REGISTER -> store.registerAll(List.of(next), NOON);
                case REGISTER_ONCE -> store.registerOnce(new IdempotencyKey("key"), next, NOON);
            };
        }
    }

    /** Of a user who is registered later. */
    EmailAddress NEXT_EMAIL = new EmailAddress("next@example.org");

    /** The first part of the list of users. */
    UserListing EVERYONE = new UserListing(Optional.empty(), UserListing.Page.FIRST, 10);

    /** What users of these tests are found by. */
    Optional<NameSearch> SEARCH_TEXT = Optional.of(new NameSearch("ada"));

    @Test
    default void a_read_after_a_write_sees_it() {
        everyPair((reading, writing) -> {
            BlockingUserStore store = new BlockingUserStore();
            try (CacheLayer cache = openCache()) {
                UserStore users = cache.caching(store);
                User ada = register(users, "Ada", "ada@example.org", NOON);
                assertEquals(reading.ask(store, ada), reading.ask(users, ada));

                writing.make(users, ada);

                assertEquals(reading.ask(store, ada), reading.ask(users, ada));
            }
        });
    }

    @Test
    default void a_read_that_was_under_way_during_a_write_leaves_nothing_old() {
        everyPair((reading, writing) -> whileOneReads(reading, (cache, users, store, ada) -> writing.make(users, ada)));
    }

    @Test
    default void a_read_that_ended_while_a_write_was_under_way_leaves_nothing_old() {
        everyPair((reading, writing) -> {
            BlockingUserStore store = new BlockingUserStore();
            try (CacheLayer cache = openCache()) {
                UserStore users = cache.caching(store);
                User ada = register(users, "Ada", "ada@example.org", NOON);
                List<BackgroundCall> readers = new ArrayList<>();
                store.beforeWrites(() -> {
                    BackgroundCall reader = BackgroundCall.start(() -> reading.ask(users, ada));
                    // A cache may have it wait for the write.
                    reader.awaitEndOrLock();
                    readers.add(reader);
                });

                writing.make(users, ada);
                readers.forEach(BackgroundCall::result);

                assertEquals(reading.ask(store, ada), reading.ask(users, ada));
            }
        });
    }

    @Test
    default void a_read_after_a_write_that_was_done_and_failed_sees_it() {
        everyPair((reading, writing) -> {
            BlockingUserStore store = new BlockingUserStore();
            try (CacheLayer cache = openCache()) {
                UserStore users = cache.caching(store);
                User ada = register(users, "Ada", "ada@example.org", NOON);
                assertEquals(reading.ask(store, ada), reading.ask(users, ada));
                store.failAfterWrites();

                assertThrows(Fault.class, () -> writing.make(users, ada));

                assertEquals(reading.ask(store, ada), reading.ask(users, ada));
            }
        });
    }

    @Test
    default void what_was_changed_past_it_is_seen_when_it_is_told() {
        everyPair((reading, writing) -> {
            InMemoryUserStore store = new InMemoryUserStore();
            try (CacheLayer cache = openCache()) {
                UserStore users = cache.caching(store);
                User ada = register(users, "Ada", "ada@example.org", NOON);
                assertEquals(reading.ask(store, ada), reading.ask(users, ada));

                writing.make(store, ada);
                cache.invalidate(changedBy(writing, ada));

                assertEquals(reading.ask(store, ada), reading.ask(users, ada));
            }
        });
    }

    @Test
    default void a_read_that_was_under_way_while_it_was_told_leaves_nothing_old() {
        everyPair((reading, writing) -> whileOneReads(reading, (cache, users, store, ada) -> {
            writing.make(store, ada);
            cache.invalidate(changedBy(writing, ada));
        }));
    }

    @Test
    default void each_is_told_of_each() {
        InMemoryUserStore store = new InMemoryUserStore();
        try (CacheLayer cache = openCache()) {
            UserStore users = cache.caching(store);
            List<User> all = List.of(
                    register(users, "Ada", "ada@example.org", NOON), register(users, "Bob", "bob@example.org", NOON));
            for (int round = 0; round < 2; round++) {
                for (User user : all) {
                    for (Reading reading : Reading.values()) {
                        assertEquals(reading.ask(store, user), reading.ask(users, user), reading::name);
                    }
                }
                UserListing one = new UserListing(Optional.empty(), UserListing.Page.FIRST, 1);
                assertEquals(store.list(one), users.list(one));
            }
        }
    }

    @Test
    default void it_serves_one_store() {
        try (CacheLayer cache = openCache()) {
            cache.caching(new InMemoryUserStore());

            assertThrows(IllegalStateException.class, () -> cache.caching(new InMemoryUserStore()));
        }
    }

    @Test
    default void what_it_has_returned_works_when_it_is_closed() {
        CacheLayer cache = openCache();
        UserStore users = cache.caching(new InMemoryUserStore());
        User ada = register(users, "Ada", "ada@example.org", NOON);
        assertEquals(Optional.of(ada), users.byId(ada.id()));
        assertSame(cache.variants(), cache.variants());
        AvatarVariant variant = new AvatarVariant(
                AvatarStoreContract.avatar(1).head().digest(), AvatarSize.DEFAULT, ImageFormat.PNG, "contract");
        byte[] file = {1, 2, 3};

        cache.close();

        User renamed = rename(users, ada, "Ada King", NOON);
        assertEquals(Optional.of(renamed), users.byId(ada.id()));
        cache.variants().put(variant, file);
        cache.variants().get(variant).ifPresent(found -> assertArrayEquals(file, found));
    }

    private static Set<UserId> changedBy(Writing writing, User ada) {
        return switch (writing) {
            case UPDATE, REMOVE -> Set.of(ada.id());
            case REGISTER, REGISTER_ONCE -> Set.of();
        };
    }

    /** Work that is done while a read is under way. */
    @FunctionalInterface
    interface Meanwhile {

        /** Does it. */
        void happens(CacheLayer cache, UserStore users, UserStore store, User ada);
    }

    private void whileOneReads(Reading reading, Meanwhile meanwhile) {
        BlockingUserStore store = new BlockingUserStore();
        try (CacheLayer cache = openCache()) {
            UserStore users = cache.caching(store);
            User ada = register(users, "Ada", "ada@example.org", NOON);
            store.hold();
            BackgroundCall reader = BackgroundCall.start(() -> reading.ask(users, ada));
            store.awaitRead();

            BackgroundCall writer = BackgroundCall.start(() -> {
                meanwhile.happens(cache, users, store, ada);
                return "done";
            });
            // A cache may have it wait for the read.
            writer.awaitEndOrLock();
            store.release();
            writer.result();
            reader.result();

            assertEquals(reading.ask(store, ada), reading.ask(users, ada));
        }
    }

    private static void everyPair(BiConsumer<Reading, Writing> test) {
        for (Reading reading : Reading.values()) {
            for (Writing writing : Writing.values()) {
                try {
                    test.accept(reading, writing);
                } catch (AssertionError e) {
                    throw new AssertionError(reading + " and " + writing + ": " + e.getMessage(), e);
                }
            }
        }
    }
}
