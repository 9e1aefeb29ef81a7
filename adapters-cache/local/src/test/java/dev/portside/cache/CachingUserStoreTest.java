package dev.portside.cache;

import static dev.portside.testkit.user.UserFixtures.newUser;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.application.Fault;
import dev.portside.application.user.UserStore;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.testkit.user.HookedUserStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CachingUserStoreTest {

    private static final UserListing EVERYONE = new UserListing(Optional.empty(), UserListing.Page.FIRST, 10);
    private static final Duration TTL = Duration.ofSeconds(5);

    private final HookedUserStore store = new HookedUserStore();
    private final Node node = Node.standingStill(Node.settings(TTL), store);
    private final UserStore users = node.users();

    @Test
    void every_method_of_the_port_is_overridden() {
        List<String> inherited = Arrays.stream(UserStore.class.getMethods())
                .filter(method -> !overrides(method))
                .map(Method::toString)
                .toList();

        assertEquals(List.of(), inherited);
    }

    private static boolean overrides(Method method) {
        return Arrays.stream(CachingUserStore.class.getDeclaredMethods())
                .anyMatch(own -> own.getName().equals(method.getName())
                        && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
    }

    @Test
    void what_was_read_is_told_again_as_the_same_object() {
        User ada = node.register("Ada");
        EmailAddress shouted = new EmailAddress(ada.email().key().toUpperCase(Locale.ROOT));

        assertSame(users.list(EVERYONE), users.list(EVERYONE));
        assertSame(users.byId(ada.id()), users.byId(ada.id()));
        assertSame(users.byEmail(ada.email()), users.byEmail(shouted));
        assertEquals(1, users.count(Optional.of(new NameSearch("ada"))));
        assertEquals(1, users.count(Optional.of(new NameSearch("ada"))));
        assertEquals(4, store.reads());
        assertEquals(1, node.reads("local", "list", "hit"));
        assertEquals(1, node.reads("local", "list", "miss"));
    }

    @Test
    void nothing_is_told_for_longer_than_the_ttl() {
        User ada = node.register("Ada");
        users.byId(ada.id());
        users.list(EVERYONE);
        User renamed = Node.rename(store, ada, "Behind the cache's back");

        node.skip(TTL.minusMillis(500));
        assertEquals(Optional.of(ada), users.byId(ada.id()));

        node.skip(Duration.ofMillis(500));
        assertEquals(Optional.of(renamed), users.byId(ada.id()));
        assertEquals(List.of(renamed), users.list(EVERYONE).users());
    }

    @Test
    void the_age_of_an_answer_counts_from_before_the_store_was_asked() {
        Node[] slow = new Node[1];
        HookedUserStore slowStore = new HookedUserStore() {
            @Override
            protected <T> T reading(Supplier<T> read) {
                T result = read.get();
                slow[0].skip(TTL);
                return result;
            }
        };
        slow[0] = Node.open(Node.settings(TTL), slowStore);
        User ada = slow[0].register("Ada");
        slow[0].users().byId(ada.id());

        User renamed = Node.rename(slowStore, ada, "Ada King");

        assertEquals(Optional.of(renamed), slow[0].users().byId(ada.id()));
    }

    @Test
    void that_a_user_is_absent_is_not_remembered() {
        UserId next = new UserId(1);
        assertEquals(Optional.empty(), users.byId(next));

        store.registerAll(List.of(newUser("Ada", "ada@example.org")), Node.NOON);

        assertEquals(
                Optional.of("Ada"), users.byId(next).map(user -> user.name().value()));
    }

    @Test
    void a_write_invalidates_every_list_and_only_the_users_it_wrote() {
        User ada = node.register("Ada");
        User bob = node.register("Bob");
        Optional<User> cached = users.byId(bob.id());
        var page = users.list(EVERYONE);

        node.rename(ada, "Ada King");

        assertNotSame(page, users.list(EVERYONE));
        assertSame(cached, users.byId(bob.id()));
    }

    @Test
    void a_refused_write_makes_the_next_read_ask_the_store() {
        User ada = node.register("Ada");
        users.byId(ada.id());
        users.byEmail(ada.email());
        User renamed = Node.rename(store, ada, "Behind the cache's back");

        users.update(ada.id(), new UserChange(Optional.empty(), Optional.empty()), Precondition.revision(1), Node.NOON);
        assertEquals(Optional.of(renamed), users.byId(ada.id()));

        User again = Node.rename(store, ada, "Again");
        users.registerOnce(new IdempotencyKey("k"), newUser("Eve", ada.email().value()), Node.NOON);
        assertEquals(Optional.of(again), users.byEmail(ada.email()));
    }

    @Test
    void a_write_whose_end_is_unknown_invalidates_what_it_may_have_written() {
        HookedUserStore failing = new HookedUserStore() {
            @Override
            protected <T> T writing(Supplier<T> write) {
                T done = write.get();
                if (done instanceof List<?>) {
                    return done;
                }
                throw new Fault(Fault.Category.TIMEOUT, "the answer was lost");
            }
        };
        try (Node lossy = Node.open(Node.settings(TTL), failing)) {
            User ada = lossy.register("Ada");
            lossy.users().byId(ada.id());
            lossy.users().list(EVERYONE);

            assertThrows(Fault.class, () -> lossy.rename(ada, "Ada King"));
            assertEquals(2, lossy.users().byId(ada.id()).orElseThrow().revision());
            assertEquals(2, lossy.users().list(EVERYONE).users().getFirst().revision());

            assertThrows(Fault.class, () -> lossy.users().remove(ada.id(), Precondition.NONE));
            assertEquals(Optional.empty(), lossy.users().byId(ada.id()));
            assertEquals(0, lossy.users().count(Optional.empty()));
        }
    }

    /** Store that times out on a write, and makes it later, as a database does that is not cancelled. */
    private static final class LateStore extends HookedUserStore {

        private Fault.Category given = Fault.Category.TIMEOUT;
        private boolean late;
        private Runnable write = () -> {};
        private final List<Object> made = new ArrayList<>();

        @Override
        protected <T> T writing(Supplier<T> now) {
            if (!late) {
                return now.get();
            }
            write = () -> made.add(now.get());
            throw new Fault(given, "the caller has left");
        }

        /** Has all writes from now on made only by {@link #write}, after they failed like this. */
        void beLate(Fault.Category category) {
            late = true;
            given = category;
        }
    }

    @Test
    void a_write_that_was_given_up_and_made_later_is_seen_from_then_on() {
        seesWhatIsMadeAfter(Fault.Category.TIMEOUT);
        seesWhatIsMadeAfter(Fault.Category.UNAVAILABLE);
    }

    private static void seesWhatIsMadeAfter(Fault.Category category) {
        LateStore late = new LateStore();
        try (Node one = Node.standingStill(Node.settings(TTL), late)) {
            User ada = one.register("Ada");
            late.beLate(category);

            assertThrows(Fault.class, () -> one.rename(ada, "Ada King"));
            assertEquals(1, one.users().byId(ada.id()).orElseThrow().revision());
            assertEquals(1, one.users().list(EVERYONE).users().getFirst().revision());
            assertEquals(1, one.users().byEmail(ada.email()).orElseThrow().revision());
            late.write.run();
            assertEquals(2, one.users().byId(ada.id()).orElseThrow().revision());
            assertEquals(2, one.users().list(EVERYONE).users().getFirst().revision());
            assertEquals(2, one.users().byEmail(ada.email()).orElseThrow().revision());

            assertThrows(Fault.class, () -> one.register("Bob"));
            assertEquals(1, one.users().count(Optional.empty()));
            late.write.run();
            assertEquals(2, one.users().count(Optional.empty()));

            assertThrows(Fault.class, () -> one.users().remove(ada.id(), Precondition.NONE));
            assertEquals(2, one.users().byId(ada.id()).orElseThrow().revision());
            late.write.run();
            assertEquals(Optional.empty(), one.users().byId(ada.id()));
            assertEquals(1, one.users().count(Optional.empty()));
        }
    }

    @Test
    void some_time_after_a_write_was_given_up_what_is_read_is_kept_again() {
        LateStore late = new LateStore();
        try (Node one = Node.standingStill(Node.settings(TTL), late)) {
            User ada = one.register("Ada");
            late.beLate(Fault.Category.TIMEOUT);
            assertThrows(Fault.class, () -> one.rename(ada, "Ada King"));
            assertNotSame(one.users().list(EVERYONE), one.users().list(EVERYONE));

            one.skip(CachingUserStore.DOUBT);

            assertSame(one.users().list(EVERYONE), one.users().list(EVERYONE));
            assertSame(one.users().byId(ada.id()), one.users().byId(ada.id()));
        }
    }

    @Test
    void a_write_of_which_nothing_was_done_leaves_no_doubt() {
        keepsAfter(Fault.Category.OVERLOADED);
        keepsAfter(Fault.Category.MISCONFIGURED);
        keepsAfter(Fault.Category.INTERNAL);
    }

    private static void keepsAfter(Fault.Category category) {
        LateStore late = new LateStore();
        try (Node one = Node.standingStill(Node.settings(TTL), late)) {
            User ada = one.register("Ada");
            late.beLate(category);

            assertThrows(Fault.class, () -> one.rename(ada, "Ada King"));

            assertSame(one.users().list(EVERYONE), one.users().list(EVERYONE));
        }
    }

    @Test
    void what_others_share_is_fenced_off_before_a_read_can_take_it_for_new() {
        MeterRegistry meters = new SimpleMeterRegistry();
        CacheSettings settings = Node.settings(TTL);
        EagerReader reader = new EagerReader();
        CachingUserStore caching =
                new CachingUserStore(store, reader, settings, System::nanoTime, meters, RefreshAhead.NONE);
        User ada = node.register("Ada");
        reader.shared = Optional.of(ada);
        reader.read = () -> caching.byId(ada.id());

        User renamed = Node.rename(caching, ada, "Ada King");

        assertEquals(Optional.of(renamed), caching.byId(ada.id()));
    }

    /** Reader at the worst moment: the write is done, and the old state is still believed. */
    private static final class EagerReader implements RemoteUserCache {

        private Optional<User> shared = Optional.empty();
        private Runnable read = () -> {};

        @Override
        public Optional<Found> find(UserId id) {
            return shared.map(user -> new Found(Optional.of(user), System.nanoTime() + TTL.toNanos()));
        }

        @Override
        public OptionalLong readTime() {
            return OptionalLong.empty();
        }

        @Override
        public void offer(User user, long readTime) {}

        @Override
        public void raiseFloor(UserWrite write) {
            read.run();
            shared = Optional.empty();
        }

        @Override
        public void announce(UserWrite write, OptionalLong readTime) {}
    }

    @Test
    void a_cache_serves_one_store() {
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> node.cache().caching(store));

        assertEquals("A cache serves one store; open another cache with another namespace", refusal.getMessage());
        assertEquals(List.of(), node.cache().dependencies());
    }
}
