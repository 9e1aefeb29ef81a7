package dev.portside.testkit.image;

import static dev.portside.testkit.user.UserFixtures.NOON;
import static dev.portside.testkit.user.UserFixtures.together;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.image.AvatarAbsence.AvatarMissing;
import dev.portside.application.image.AvatarAbsence.UserMissing;
import dev.portside.application.image.AvatarStore;
import dev.portside.application.image.Avatars;
import dev.portside.application.user.UserRemoval;
import dev.portside.application.user.UserStore;
import dev.portside.domain.image.Avatar;
import dev.portside.domain.image.AvatarDigest;
import dev.portside.domain.image.AvatarHead;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.UserId;
import dev.portside.testkit.user.UserFixtures;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Contract of {@link AvatarStore}, also about the users whose avatars it keeps. Implement it in a test class of
 * your adapter, give it both stores, empty, for each test, and every promise is checked.
 */
public interface AvatarStoreContract {

    UserId NO_USER = new UserId(Long.MAX_VALUE);

    /** Users, and where their avatars are kept. */
    record Stores(UserStore users, AvatarStore avatars) {

        /** Registers a user whose name no other one has. */
        public UserId register(String name) {
            return UserFixtures.register(users, name, name + "@example.org", NOON)
                    .id();
        }
    }

    /** Stores without users, independent of those returned before. */
    Stores emptyStores();

    /** An avatar of so many bytes that are the same each time. */
    static Avatar avatar(int seed, int length, ImageFormat format) {
        byte[] original = new byte[length];
        new Random(seed).nextBytes(original);
        return new Avatar(new AvatarHead(Avatars.digest(original), format, length), original);
    }

    static Avatar avatar(int seed) {
        return avatar(seed, 1_000, ImageFormat.JPEG);
    }

    @Test
    default void what_is_stored_is_found_byte_for_byte_and_in_every_format() {
        Stores stores = emptyStores();
        UserId ada = stores.register("ada");
        for (ImageFormat format : ImageFormat.values()) {
            Avatar avatar = avatar(format.name().length(), 5_000, format);

            assertEquals(
                    new AvatarStore.Storing.Stored(), stores.avatars().put(ada, avatar, AvatarPrecondition.NONE, NOON));

            assertHas(avatar, ada, stores.avatars());
        }
    }

    @Test
    default void the_largest_and_the_smallest_are_kept_whole() {
        Stores stores = emptyStores();
        UserId ada = stores.register("ada");
        for (int length : new int[] {10 * 1024 * 1024, 1}) {
            Avatar avatar = avatar(7, length, ImageFormat.PNG);

            assertEquals(
                    new AvatarStore.Storing.Stored(), stores.avatars().put(ada, avatar, AvatarPrecondition.NONE, NOON));

            assertHas(avatar, ada, stores.avatars());
        }
    }

    @Test
    default void the_latest_takes_the_place_of_the_one_before_and_equal_bytes_may_come_twice() {
        Stores stores = emptyStores();
        UserId ada = stores.register("ada");
        UserId bob = stores.register("bob");
        stores.avatars().put(ada, avatar(1), AvatarPrecondition.NONE, NOON);
        stores.avatars().put(bob, avatar(2), AvatarPrecondition.NONE, NOON);

        assertEquals(
                new AvatarStore.Storing.Stored(),
                stores.avatars().put(ada, avatar(2), AvatarPrecondition.NONE, NOON.plusSeconds(1)));
        assertEquals(
                new AvatarStore.Storing.Stored(),
                stores.avatars().put(ada, avatar(2), AvatarPrecondition.NONE, NOON.minusSeconds(1)));

        assertHas(avatar(2), ada, stores.avatars());
        assertHas(avatar(2), bob, stores.avatars());
        assertEquals(new AvatarStore.Removal.Removed(), stores.avatars().remove(ada, AvatarPrecondition.NONE));
        assertHas(avatar(2), bob, stores.avatars());
    }

    @Test
    default void what_is_not_there_says_what_is_missing() {
        Stores stores = emptyStores();
        UserId ada = stores.register("ada");

        assertEquals(new AvatarMissing(), stores.avatars().head(ada));
        assertEquals(Optional.empty(), stores.avatars().find(ada));
        assertEquals(new AvatarMissing(), stores.avatars().remove(ada, AvatarPrecondition.NONE));
        assertEquals(new UserMissing(), stores.avatars().put(NO_USER, avatar(1), AvatarPrecondition.NONE, NOON));
        assertEquals(new UserMissing(), stores.avatars().head(NO_USER));
        assertEquals(Optional.empty(), stores.avatars().find(NO_USER));
        assertEquals(new UserMissing(), stores.avatars().remove(NO_USER, AvatarPrecondition.NONE));
    }

    @Test
    default void a_removed_avatar_is_gone_and_another_may_come() {
        Stores stores = emptyStores();
        UserId ada = stores.register("ada");
        stores.avatars().put(ada, avatar(1), AvatarPrecondition.NONE, NOON);

        assertEquals(new AvatarStore.Removal.Removed(), stores.avatars().remove(ada, AvatarPrecondition.NONE));

        assertEquals(new AvatarMissing(), stores.avatars().head(ada));
        assertEquals(Optional.empty(), stores.avatars().find(ada));
        assertEquals(new AvatarMissing(), stores.avatars().remove(ada, AvatarPrecondition.NONE));
        stores.avatars().put(ada, avatar(2), AvatarPrecondition.NONE, NOON);
        assertHas(avatar(2), ada, stores.avatars());
    }

    @Test
    default void a_user_that_is_removed_takes_its_avatar_along() {
        Stores stores = emptyStores();
        UserId ada = stores.register("ada");
        stores.avatars().put(ada, avatar(1), AvatarPrecondition.NONE, NOON);

        assertEquals(new UserRemoval.PreconditionFailed(), stores.users().remove(ada, Precondition.revision(9)));
        assertHas(avatar(1), ada, stores.avatars());
        assertEquals(new UserRemoval.Removed(), stores.users().remove(ada, Precondition.NONE));

        assertEquals(new UserMissing(), stores.avatars().head(ada));
        assertEquals(Optional.empty(), stores.avatars().find(ada));
        assertEquals(new UserMissing(), stores.avatars().remove(ada, AvatarPrecondition.NONE));
        assertEquals(new UserMissing(), stores.avatars().put(ada, avatar(1), AvatarPrecondition.NONE, NOON));
    }

    @Test
    default void a_write_acts_only_on_what_its_precondition_admits() {
        Stores stores = emptyStores();
        UserId ada = stores.register("ada");
        AvatarStore avatars = stores.avatars();
        AvatarPrecondition onFirst = AvatarPrecondition.digest(avatar(1).head().digest());
        AvatarStore.Storing refused = new AvatarStore.Storing.PreconditionFailed();

        // There is none yet.
        assertEquals(refused, avatars.put(ada, avatar(1), AvatarPrecondition.PRESENT, NOON));
        assertEquals(refused, avatars.put(ada, avatar(1), onFirst, NOON));
        assertEquals(new AvatarMissing(), avatars.head(ada));
        assertEquals(new AvatarMissing(), avatars.remove(ada, onFirst));
        assertEquals(new AvatarStore.Storing.Stored(), avatars.put(ada, avatar(1), AvatarPrecondition.ABSENT, NOON));
        // There is the first.
        assertEquals(refused, avatars.put(ada, avatar(2), AvatarPrecondition.ABSENT, NOON));
        assertEquals(refused, avatars.put(ada, avatar(2), unless(1), NOON));
        assertEquals(refused, avatars.put(ada, avatar(2), AvatarPrecondition.digest(digest(2)), NOON));
        assertEquals(new AvatarStore.Removal.PreconditionFailed(), avatars.remove(ada, unless(1)));
        assertEquals(new AvatarStore.Removal.PreconditionFailed(), avatars.remove(ada, AvatarPrecondition.ABSENT));
        assertHas(avatar(1), ada, avatars);
        assertEquals(new AvatarStore.Storing.Stored(), avatars.put(ada, avatar(2), onFirst, NOON));
        // There is the second.
        assertEquals(new AvatarStore.Removal.PreconditionFailed(), avatars.remove(ada, onFirst));
        assertEquals(new AvatarStore.Storing.Stored(), avatars.put(ada, avatar(3), unless(1), NOON));
        assertEquals(new AvatarStore.Storing.Stored(), avatars.put(ada, avatar(2), AvatarPrecondition.PRESENT, NOON));
        assertHas(avatar(2), ada, avatars);
        assertEquals(new AvatarStore.Removal.Removed(), avatars.remove(ada, AvatarPrecondition.digest(digest(2))));
        assertEquals(new AvatarMissing(), avatars.head(ada));
    }

    @Test
    default void that_there_is_no_user_is_told_before_a_precondition_that_fails() {
        AvatarStore avatars = emptyStores().avatars();
        AvatarPrecondition onFirst = AvatarPrecondition.digest(digest(1));

        assertEquals(new UserMissing(), avatars.put(NO_USER, avatar(1), onFirst, NOON));
        assertEquals(new UserMissing(), avatars.put(NO_USER, avatar(1), AvatarPrecondition.ABSENT, NOON));
        assertEquals(new UserMissing(), avatars.remove(NO_USER, onFirst));
    }

    @Test
    default void of_many_that_replace_the_same_avatar_at_once_one_does() throws Exception {
        Stores stores = emptyStores();
        UserId ada = stores.register("ada");
        for (int round = 0; round < 10; round++) {
            AvatarPrecondition seen = round == 0
                    ? AvatarPrecondition.ABSENT
                    : AvatarPrecondition.digest(assertInstanceOf(
                                    AvatarStore.Lookup.Found.class,
                                    stores.avatars().head(ada))
                            .head()
                            .digest());
            AtomicInteger seeds = new AtomicInteger(100 * (round + 1));

            List<AvatarStore.Storing> results =
                    together(8, () -> stores.avatars().put(ada, avatar(seeds.getAndIncrement()), seen, NOON));

            assertEquals(
                    1,
                    results.stream()
                            .filter(AvatarStore.Storing.Stored.class::isInstance)
                            .count());
            assertEquals(
                    7,
                    results.stream()
                            .filter(AvatarStore.Storing.PreconditionFailed.class::isInstance)
                            .count());
        }
    }

    private static AvatarDigest digest(int seed) {
        return avatar(seed).head().digest();
    }

    private static AvatarPrecondition unless(int seed) {
        return new AvatarPrecondition(true, Optional.empty(), Set.of(digest(seed)));
    }

    @Test
    default void a_user_that_is_changed_keeps_its_avatar() {
        Stores stores = emptyStores();
        UserId ada = stores.register("ada");
        stores.avatars().put(ada, avatar(1), AvatarPrecondition.NONE, NOON);

        UserFixtures.rename(stores.users(), stores.users().byId(ada).orElseThrow(), "Ada King", NOON);

        assertHas(avatar(1), ada, stores.avatars());
    }

    @Test
    default void bytes_are_copied_in_and_out() {
        Stores stores = emptyStores();
        UserId ada = stores.register("ada");
        Avatar given = avatar(1);
        stores.avatars().put(ada, given, AvatarPrecondition.NONE, NOON);

        given.original()[0]++;
        stores.avatars().find(ada).orElseThrow().original()[1]++;

        assertHas(avatar(1), ada, stores.avatars());
    }

    @Test
    default void of_many_that_are_put_at_once_one_is_there_whole() throws Exception {
        Stores stores = emptyStores();
        UserId ada = stores.register("ada");
        AtomicInteger seeds = new AtomicInteger();

        List<AvatarStore.Storing> results = together(16, () -> {
            int seed = seeds.getAndIncrement();
            // Of different lengths, so that halves of two would not fit together.
            return stores.avatars()
                    .put(ada, avatar(seed, 100_000 + seed, ImageFormat.JPEG), AvatarPrecondition.NONE, NOON);
        });

        results.forEach(result -> assertEquals(new AvatarStore.Storing.Stored(), result));
        Avatar found = stores.avatars().find(ada).orElseThrow();
        assertHas(
                avatar(found.head().length() - 100_000, found.head().length(), ImageFormat.JPEG),
                ada,
                stores.avatars());
    }

    @Test
    default void an_avatar_never_outlives_its_user_whoever_comes_first() throws Exception {
        Stores stores = emptyStores();
        for (int round = 0; round < 20; round++) {
            UserId user = stores.register("user" + round);
            boolean replacing = round % 2 == 0;
            if (replacing) {
                stores.avatars().put(user, avatar(round), AvatarPrecondition.NONE, NOON);
            }
            AtomicInteger calls = new AtomicInteger();

            List<Object> results = together(
                    4,
                    () -> calls.getAndIncrement() == 0
                            ? stores.users().remove(user, Precondition.NONE)
                            : stores.avatars().put(user, avatar(100), AvatarPrecondition.NONE, NOON));

            assertTrue(results.contains(new UserRemoval.Removed()), results::toString);
            assertEquals(new UserMissing(), stores.avatars().head(user));
            assertEquals(Optional.empty(), stores.avatars().find(user));
        }
    }

    @Test
    default void of_many_that_remove_at_once_one_has_done_it() throws Exception {
        Stores stores = emptyStores();
        UserId ada = stores.register("ada");
        stores.avatars().put(ada, avatar(1), AvatarPrecondition.NONE, NOON);

        List<AvatarStore.Removal> results = together(8, () -> stores.avatars().remove(ada, AvatarPrecondition.NONE));

        assertEquals(
                1,
                results.stream()
                        .filter(AvatarStore.Removal.Removed.class::isInstance)
                        .count());
        assertEquals(7, results.stream().filter(AvatarMissing.class::isInstance).count());
    }

    private static void assertHas(Avatar expected, UserId user, AvatarStore avatars) {
        assertEquals(
                expected.head(),
                assertInstanceOf(AvatarStore.Lookup.Found.class, avatars.head(user))
                        .head());
        Avatar found = avatars.find(user).orElseThrow();
        assertEquals(expected.head(), found.head());
        assertArrayEquals(expected.original(), found.original());
    }
}
