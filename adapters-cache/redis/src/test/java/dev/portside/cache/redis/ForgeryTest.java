package dev.portside.cache.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserName;
import dev.portside.testkit.services.PrivateRedis;
import dev.portside.testkit.services.TestRedis;
import dev.portside.testkit.user.HookedUserStore;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Another program writes to Redis and knows all but the secret: no node believes it, and none runs out of memory. */
@Timeout(90)
class ForgeryTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(RedisCache.class);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final HookedUserStore store = new HookedUserStore();
    private final PrivateRedis redis = TestRedis.startPrivate();
    private final RedisSettings settings = Node.settings(new RedisSettings.RedisUrl(redis.url()), Node.LONG_TTL);
    private final AtomicReference<byte[]> secret = new AtomicReference<>(Node.SECRET);
    private final Node here = Node.open(settings, secret::get, store).awaitRedis();

    @BeforeEach
    void listen() {
        log.start();
        LOG.addAppender(log);
    }

    @AfterEach
    void close() {
        LOG.detachAppender(log);
        here.close();
        redis.close();
    }

    @Test
    void a_forged_user_is_not_told_and_that_is_counted_and_said_once() {
        User ada = Node.register(store, "Ada");
        User forged = new User(
                ada.id(),
                new UserName("Mallory"),
                new EmailAddress("mallory@example.org"),
                ada.createdAt(),
                ada.updatedAt(),
                Long.MAX_VALUE - 1);
        byte[] value = new SharedUser(ada.id(), readTime(), Optional.of(forged)).toBytes();
        set(key(ada), Arrays.copyOf(value, value.length + Seal.BYTES));

        assertEquals(Optional.of(ada), here.users().byId(ada.id()));
        assertEquals(1, rejected("user", "forged"));

        User bob = Node.register(store, "Bob");
        set(key(bob), here.link().seal().close(key(ada), value));
        assertEquals(Optional.of(bob), here.users().byId(bob.id()), "what was sealed for another place");
        assertEquals(2, rejected("user", "forged"));
        assertEquals(
                1,
                log.list.stream()
                        .filter(event -> event.getFormattedMessage().contains("ignored"))
                        .count());
        assertTrue(here.usesRedis());
    }

    @Test
    void a_value_that_is_too_large_is_not_read() {
        User ada = Node.register(store, "Ada");
        assertEquals(":5000001", RawRedis.say(redis.url(), "SETRANGE " + key(ada) + " 5000000 x"));

        assertEquals(Optional.of(ada), here.users().byId(ada.id()));
        assertEquals(1, rejected("user", "oversized"));
        assertEquals(0, rejected("reply", "oversized"), "Redis was not asked for more than there may be");
        Node.await(
                "it was replaced",
                () -> RawRedis.say(redis.url(), "STRLEN " + key(ada)).length() < 5);
        assertTrue(here.usesRedis());
    }

    @Test
    void a_value_of_another_type_is_nothing() {
        User ada = Node.register(store, "Ada");
        assertEquals(":1", RawRedis.say(redis.url(), "LPUSH " + key(ada) + " x"));

        assertEquals(Optional.of(ada), here.users().byId(ada.id()));
        Node.await(
                "it was replaced",
                () -> RawRedis.say(redis.url(), "TYPE " + key(ada)).equals("+string"));
        assertTrue(here.usesRedis());
    }

    @Test
    void a_forged_message_evicts_nothing() {
        User ada = here.register("Ada");
        here.users().byId(ada.id());
        byte[] message = new UserChanges(UUID.randomUUID(), Map.of(ada.id(), SharedUser.REMOVED)).toBytes();
        publish(Arrays.copyOf(message, message.length + Seal.BYTES));
        Node.await("it came", () -> rejected("message", "forged") == 1);

        double before = here.reads("local", "user", "hit");
        assertEquals(Optional.of(ada), here.users().byId(ada.id()));
        assertEquals(before + 1, here.reads("local", "user", "hit"));
    }

    @Test
    void a_message_of_too_many_users_evicts_everything() {
        User ada = here.register("Ada");
        here.users().byId(ada.id());
        Node.await(
                "Redis has it",
                () -> RawRedis.say(redis.url(), "EXISTS " + key(ada)).equals(":1"));
        User renamed = Node.rename(store, ada, "Behind the cache's back");
        RawRedis.say(redis.url(), "DEL " + key(ada));
        publish(new byte[UserChanges.MAX_BYTES + Seal.BYTES + 1]);

        Node.await("evicted", () -> here.users().byId(ada.id()).equals(Optional.of(renamed)));
        assertEquals(1, rejected("message", "oversized"));
    }

    @Test
    void a_message_that_is_larger_than_any_reply_is_not_collected_and_the_node_goes_on() throws IOException {
        User ada = here.register("Ada");
        for (int i = 1; i <= 3; i++) {
            int count = i;
            // It may be subscribing again.
            Node.await(
                    "it listens",
                    () -> RawRedis.say(redis.url(), "PUBLISH " + channel() + " x")
                            .equals(":1"));
            publishLarge(6_000_000);
            Node.await("it was refused", () -> rejected("reply", "oversized") >= count);
        }
        User renamed = here.rename(ada, "Ada King");
        assertEquals(Optional.of(renamed), here.users().byId(ada.id()));
        here.skip(Node.LONG_TTL);
        here.awaitRedis();
    }

    @Test
    void a_secret_that_is_replaced_is_used_by_all_nodes_soon() {
        User ada = here.register("Ada");
        try (Node there = Node.open(settings, secret::get, store).awaitRedis()) {
            byte[] other = Node.SECRET.clone();
            other[0] ^= 1;
            secret.set(other);
            try (Node fresh = Node.open(settings, secret::get, store).awaitRedis()) {
                User renamed = fresh.rename(ada, "Ada King");
                // Each of the others finds what it cannot open, and asks for the secret again.
                for (Node node : new Node[] {here, there}) {
                    node.skip(Duration.ofSeconds(11));
                    Node.await("seen", () -> node.users().byId(ada.id()).equals(Optional.of(renamed)));
                }
            }
        }
    }

    private long readTime() {
        return here.cache().redisUsers().readTime().orElseThrow();
    }

    private double rejected(String of, String reason) {
        var counter = here.meters()
                .find("portside.cache.redis.rejected")
                .tags("of", of, "reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private String key(User user) {
        return settings.namespace() + ":users:v2:" + user.id();
    }

    private String channel() {
        return settings.namespace() + ":users:v2:changes";
    }

    private void set(String key, byte[] value) {
        assertEquals("+OK", RawRedis.say(redis.url(), "SET " + key + " " + RawRedis.quoted(value)));
    }

    private void publish(byte[] message) {
        assertEquals(":1", RawRedis.say(redis.url(), "PUBLISH " + channel() + " " + RawRedis.quoted(message)));
    }

    /** As an array of strings: a command on one line may have 64 KiB. */
    private void publishLarge(int bytes) throws IOException {
        URI address = URI.create(redis.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            OutputStream out = socket.getOutputStream();
            String head =
                    "*3\r\n$7\r\nPUBLISH\r\n$" + channel().length() + "\r\n" + channel() + "\r\n$" + bytes + "\r\n";
            out.write(head.getBytes(US_ASCII));
            out.write(new byte[bytes]);
            out.write("\r\n".getBytes(US_ASCII));
            assertEquals(':', socket.getInputStream().read());
        }
    }
}
