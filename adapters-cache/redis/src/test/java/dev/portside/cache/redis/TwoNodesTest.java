package dev.portside.cache.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.user.UserRemoval;
import dev.portside.cache.RemoteUserCache;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserListing;
import dev.portside.testkit.services.PrivateRedis;
import dev.portside.testkit.services.TestRedis;
import dev.portside.testkit.user.HookedUserStore;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes over one database and one Redis. Where the time to live is long, only messages between nodes can have an effect. */
@Timeout(60)
class TwoNodesTest {

    private static final UserListing EVERYONE = new UserListing(Optional.empty(), UserListing.Page.FIRST, 10);

    private final HookedUserStore store = new HookedUserStore();
    private final PrivateRedis redis = TestRedis.startPrivate();
    private RedisSettings settings = Node.settings(new RedisSettings.RedisUrl(redis.url()), Node.LONG_TTL);
    private Node here = Node.open(settings, store);
    private Node there = Node.open(settings, store);

    @BeforeEach
    void connect() {
        here.awaitRedis();
        there.awaitRedis();
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
        redis.close();
    }

    @Test
    void what_one_node_read_the_other_need_not_read() {
        User ada = here.register("Ada");
        here.users().byId(ada.id());
        awaitShared(ada);
        int reads = store.reads();

        assertEquals(Optional.of(ada), there.users().byId(ada.id()));
        assertEquals(reads, store.reads());
        assertEquals(1, there.reads("redis", "user", "hit"));
    }

    @Test
    void what_one_node_wrote_the_other_need_not_read() {
        User ada = here.rename(here.register("Ada"), "Ada King");
        int reads = store.reads();

        assertEquals(Optional.of(ada), there.users().byId(ada.id()));
        assertEquals(reads, store.reads());
    }

    @Test
    void an_update_is_soon_seen_by_the_other_node() {
        User ada = here.register("Ada");
        Node.await("the registration was announced", () -> there.users().count(Optional.empty()) == 1);
        there.users().byId(ada.id());
        there.users().list(EVERYONE);
        there.users().byEmail(ada.email());

        Optional<User> renamed = Optional.of(here.rename(ada, "Ada King"));

        Node.await("by id", () -> there.users().byId(ada.id()).equals(renamed));
        Node.await("by address", () -> there.users().byEmail(ada.email()).equals(renamed));
        Node.await("in the list", () -> there.users().list(EVERYONE).users().contains(renamed.orElseThrow()));
        assertTrue(there.meters().get("portside.cache.messages").counter().count() >= 1);
    }

    @Test
    void a_removal_is_soon_seen_by_the_other_node_and_needs_no_look_into_the_store() {
        User ada = here.register("Ada");
        there.users().byId(ada.id());

        assertEquals(new UserRemoval.Removed(), here.users().remove(ada.id(), Precondition.NONE));
        int reads = store.reads();

        Node.await("gone", () -> there.users().byId(ada.id()).isEmpty());
        assertEquals(reads, store.reads());
        Node.await("not in the list", () -> there.users().count(Optional.empty()) == 0);
    }

    @Test
    void an_older_state_that_arrives_later_does_not_replace_a_newer_one() {
        User first = here.register("Ada");
        OptionalLong before = sharedUsers(here).readTime();
        User second = here.rename(first, "Ada King");

        // As a reader would that was slow between reading and storing.
        sharedUsers(there).offer(first, before.orElseThrow());
        there.register("Somebody, to be announced later");
        int reads = store.reads();

        try (Node third = Node.open(settings, store).awaitRedis()) {
            assertEquals(Optional.of(second), third.users().byId(first.id()));
            assertEquals(reads, store.reads());
        }
    }

    @Test
    void a_node_that_was_told_nothing_is_never_staler_than_the_ttl() {
        Duration ttl = Duration.ofMillis(400);
        RedisSettings brief = Node.settings(new RedisSettings.RedisUrl(redis.url()), ttl);
        try (Node one = Node.open(brief, store).awaitRedis();
                Node other = Node.open(brief, store).awaitRedis()) {
            // What a write leaves in Redis stays there for longer than it may be believed.
            User ada = one.rename(one.register("Ada"), "Countess");
            one.users().byId(ada.id());
            other.users().byId(ada.id());
            one.users().list(EVERYONE);
            // A write that is not announced, like one whose messages are all lost.
            User renamed = Node.rename(store, ada, "Ada King");
            long written = System.nanoTime();
            for (Node node : new Node[] {one, other}) {
                Node.await("seen", () -> {
                    long begun = System.nanoTime() - written;
                    boolean byId = node.users().byId(ada.id()).equals(Optional.of(renamed));
                    boolean inList = node.users().list(EVERYONE).users().contains(renamed);
                    assertTrue((byId && inList) || begun < ttl.toNanos(), () -> "stale after " + begun + " ns");
                    return byId && inList;
                });
            }
        }
    }

    @Test
    void garbage_and_other_versions_in_redis_are_no_answer() {
        User ada = here.register("Ada");
        String key = settings.namespace() + ":users:v2:" + ada.id();
        for (String garbage : new String[] {"\"\"", "garbage", "\"\\x01\"", "\"\\x02" + "\\x00".repeat(60) + "\""}) {
            assertEquals("+OK", RawRedis.say(redis.url(), "SET " + key + " " + garbage));
            try (Node fresh = Node.open(settings, store).awaitRedis()) {
                assertEquals(Optional.of(ada), fresh.users().byId(ada.id()), garbage);
                Node.await("the garbage was replaced", () -> holds(fresh, ada));
            }
        }
        assertTrue(here.usesRedis());
    }

    @Test
    void a_message_that_cannot_be_read_invalidates_everything() {
        User ada = here.register("Ada");
        there.users().byId(ada.id());
        awaitShared(ada);
        User renamed = Node.rename(store, ada, "Behind the caches' backs");
        RawRedis.say(redis.url(), "DEL " + settings.namespace() + ":users:v2:" + ada.id());

        byte[] newer = here.link().sealedMessage(new byte[] {99, 1, 2, 3});
        String channel = settings.namespace() + ":users:v2:changes";
        assertEquals(":2", RawRedis.say(redis.url(), "PUBLISH " + channel + " " + RawRedis.quoted(newer)));

        Node.await("seen", () -> there.users().byId(ada.id()).equals(Optional.of(renamed)));
    }

    @Test
    void an_interrupted_request_is_answered_and_stays_interrupted() {
        User ada = here.register("Ada");
        Thread.currentThread().interrupt();

        assertEquals(Optional.of(ada), here.users().byId(ada.id()));

        assertTrue(Thread.interrupted());
        assertTrue(here.usesRedis());
    }

    @Test
    void the_dependency_answers_while_redis_does() {
        var dependency = here.cache().dependencies().getFirst();
        dependency.check();

        assertEquals("cache", dependency.name());
        assertEquals(false, dependency.required());
    }

    private void awaitShared(User user) {
        Node.await("shared", () -> holds(here, user));
    }

    private static boolean holds(Node node, User user) {
        return sharedUsers(node)
                .find(user.id())
                .flatMap(RemoteUserCache.Found::user)
                .equals(Optional.of(user));
    }

    private static RemoteUserCache sharedUsers(Node node) {
        return node.cache().redisUsers();
    }
}
