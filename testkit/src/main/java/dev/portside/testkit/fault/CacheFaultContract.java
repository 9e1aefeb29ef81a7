package dev.portside.testkit.fault;

import static dev.portside.testkit.user.UserFixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.cache.CacheLayer;
import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.user.UserStore;
import dev.portside.domain.image.AvatarSize;
import dev.portside.domain.image.AvatarVariant;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserListing;
import dev.portside.testkit.image.AvatarStoreContract;
import dev.portside.testkit.user.UserFixtures;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Contract of a cache that nodes share while its server is slow, fails or hangs: no answer is wrong and none is
 * lost, none costs more than a budget, and together they cost little more. Implement it in a test class of your adapter.
 */
public interface CacheFaultContract {

    /** Where the server listens, on which nothing is kept for this test yet; it runs all the time. */
    InetSocketAddress server();

    /** A node's cache on that server under another address, just opened; those of one test share what they keep. */
    CacheLayer cacheAt(InetSocketAddress address);

    /**
     * What the server may cost a single call while it is unreachable; on a busy machine, too. Two hundred calls in a row may cost three
     * times that: a cache must not wait anew each time.
     */
    Duration budget();

    /** After which every node sees what another one has changed, and uses a server that is back; on a busy machine, too. */
    Duration patience();

    @Test
    default void a_silent_server_costs_a_budget_and_no_answer() throws Exception {
        survives(FaultyLink::hang, true);
    }

    @Test
    default void a_server_that_refuses_costs_a_budget_and_no_answer() throws Exception {
        survives(FaultyLink::refuse, true);
    }

    @Test
    default void a_server_that_breaks_off_in_the_middle_costs_a_budget_and_no_answer() throws Exception {
        survives(FaultyLink::cut, true);
    }

    @Test
    default void a_slow_server_changes_no_answer() throws Exception {
        survives(link -> link.slow(Duration.ofMillis(20)), false);
    }

    @Test
    default void a_node_starts_beside_a_silent_server_and_uses_it_when_it_speaks() throws Exception {
        startsBeside(FaultyLink::hang);
    }

    @Test
    default void a_node_starts_without_a_server_and_uses_it_when_it_comes() throws Exception {
        startsBeside(FaultyLink::refuse);
    }

    @Test
    default void what_another_node_changed_while_the_server_was_silent_is_seen_before_long() throws Exception {
        UserStore store = new InMemoryUserStore();
        try (FaultyLink link = FaultyLink.to(server());
                CacheLayer cache = cacheAt(link.address());
                CacheLayer other = cacheAt(server())) {
            UserStore users = cache.caching(store);
            UserStore others = other.caching(store);
            await("the server is used", () -> isAlive(cache) && isAlive(other));
            User ada = UserFixtures.register(users, "Ada", "ada@example.org", NOON);
            assertEquals(Optional.of(ada), users.byId(ada.id()));
            link.hang();

            User renamed = UserFixtures.rename(others, ada, "Ada King", NOON);

            await("the change is seen", () -> users.byId(ada.id()).equals(Optional.of(renamed)));
            link.open();
            await("the server is used again", () -> isAlive(cache));
            assertEquals(Optional.of(renamed), users.byId(ada.id()));
        }
    }

    @Test
    default void closed_while_the_server_is_silent_it_leaves_a_store_that_works() throws Exception {
        try (FaultyLink link = FaultyLink.to(server())) {
            CacheLayer cache = cacheAt(link.address());
            UserStore users = cache.caching(new InMemoryUserStore());
            await("the server is used", () -> isAlive(cache));
            User ada = UserFixtures.register(users, "Ada", "ada@example.org", NOON);
            link.hang();

            long begun = System.nanoTime();
            cache.close();
            assertTrue(System.nanoTime() - begun < patience().toNanos(), "closing waited for the server");

            assertEquals(Optional.of(ada), users.byId(ada.id()));
            assertEquals(2, UserFixtures.rename(users, ada, "Ada King", NOON).revision());
        }
    }

    private void survives(Consumer<FaultyLink> fault, boolean unreachable) throws Exception {
        UserStore store = new InMemoryUserStore();
        try (FaultyLink link = FaultyLink.to(server());
                CacheLayer cache = cacheAt(link.address());
                CacheLayer other = cacheAt(server())) {
            UserStore users = cache.caching(store);
            UserStore others = other.caching(store);
            await("the server is used", () -> isAlive(cache) && isAlive(other));
            List<User> known = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                known.add(UserFixtures.register(users, "User " + i, i + "@example.org", NOON));
                assertEquals(Optional.of(known.get(i)), users.byId(known.get(i).id()));
            }
            fault.accept(link);

            Cost cost = new Cost(budget());
            for (int i = 0; i < 50; i++) {
                int which = i % known.size();
                String name = "Name " + i;
                User changed = cost.of(() -> UserFixtures.rename(users, known.get(which), name, NOON));
                known.set(which, changed);
                assertEquals(Optional.of(changed), cost.of(() -> users.byId(changed.id())));
                assertEquals(Optional.of(changed), cost.of(() -> users.byEmail(changed.email())));
                List<User> listed = cost.of(
                        () -> users.list(new UserListing(Optional.empty(), UserListing.Page.FIRST, known.size()))
                                .users());
                assertEquals(known.reversed(), listed);
            }
            variantsAreRight(cache, cost);
            if (unreachable) {
                cost.mustBeNoMoreThan(3);
                assertFalse(isAlive(cache), "a check of the server must fail while it is unreachable");
            }

            link.open();

            await("the server is used again", () -> isAlive(cache));
            for (User user : known) {
                assertEquals(Optional.of(user), store.byId(user.id()), "a write was lost");
                assertEquals(Optional.of(user), users.byId(user.id()));
                await("the other node sees it", () -> others.byId(user.id()).equals(Optional.of(user)));
            }
        }
    }

    private void startsBeside(Consumer<FaultyLink> fault) throws Exception {
        try (FaultyLink link = FaultyLink.to(server())) {
            fault.accept(link);
            long begun = System.nanoTime();
            try (CacheLayer cache = cacheAt(link.address())) {
                assertTrue(System.nanoTime() - begun < patience().toNanos(), "the start waited for the server");
                UserStore users = cache.caching(new InMemoryUserStore());
                User ada = UserFixtures.register(users, "Ada", "ada@example.org", NOON);
                assertEquals(Optional.of(ada), users.byId(ada.id()));
                assertFalse(isAlive(cache), "a check of the server must fail while it is unreachable");

                link.open();

                await("the server is used", () -> isAlive(cache));
                assertEquals(Optional.of(ada), users.byId(ada.id()));
            }
        }
    }

    private static void variantsAreRight(CacheLayer cache, Cost cost) {
        byte[] file = {1, 2, 3};
        AvatarVariant variant = new AvatarVariant(
                AvatarStoreContract.avatar(1).head().digest(), AvatarSize.DEFAULT, ImageFormat.PNG, "contract");
        var unused = cost.of(() -> {
            cache.variants().put(variant, file);
            return variant;
        });
        cost.of(() -> cache.variants().get(variant)).ifPresent(found -> assertArrayEquals(file, found));
    }

    private static boolean isAlive(CacheLayer cache) {
        return cache.dependencies().stream().allMatch(CacheFaultContract::isAlive);
    }

    private static boolean isAlive(Dependency dependency) {
        return Outcome.of(() -> {
                    dependency.check();
                    return true;
                })
                instanceof Outcome.Answer;
    }

    /** Asks until it is so, every millisecond: what it waits for may need the processor. */
    private void await(String what, Supplier<Boolean> condition) {
        long end = System.nanoTime() + patience().toNanos();
        while (!condition.get()) {
            assertTrue(System.nanoTime() - end < 0, () -> "within " + patience() + " was expected: " + what);
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }
}
