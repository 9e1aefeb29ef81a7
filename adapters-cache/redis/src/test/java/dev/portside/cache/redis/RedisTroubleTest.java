package dev.portside.cache.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import dev.portside.domain.user.Precondition;
import dev.portside.testkit.services.PrivateRedis;
import dev.portside.testkit.services.TestRedis;
import dev.portside.testkit.user.HookedUserStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Every failure of Redis is logged in one line that names the cause, once, without secrets. */
@Timeout(120)
class RedisTroubleTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(RedisCache.class);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final PrivateRedis redis = TestRedis.startPrivate();
    private final String place = redis.url().substring("redis://".length());

    @BeforeEach
    void listen() {
        log.start();
        LOG.addAppender(log);
    }

    @AfterEach
    void close() {
        LOG.detachAppender(log);
        redis.close();
    }

    @Test
    void a_password_that_is_wrong_or_missing() {
        assertEquals("+OK", RawRedis.say(redis.url(), "CONFIG SET requirepass right-one"));
        assertLogged("redis://:hunter2@" + place, "refuses the user or the password (WRONGPASS)");
        assertLogged(redis.url(), "wants a password (NOAUTH)");
    }

    @Test
    void an_acl_that_is_too_narrow() {
        assertEquals("+OK", RawRedis.say(redis.url(), "ACL SETUSER no-commands on >hunter2 ~* &* +get +hello +auth"));
        assertLogged("redis://no-commands:hunter2@" + place, "its ACL does not allow what is needed (NOPERM ");
        assertEquals("+OK", RawRedis.say(redis.url(), "ACL SETUSER no-keys on >hunter2 ~other:* &* +@all"));
        assertLogged("redis://no-keys:hunter2@" + place, "its ACL does not allow what is needed (NOPERM ");
    }

    /** The rules in docs/operations.md. */
    @Test
    void the_acl_that_is_documented_is_enough_and_no_key_outside_is_written() throws IOException {
        RedisSettings settings =
                Node.settings(new RedisSettings.RedisUrl("redis://portside:hunter2@" + place), Node.LONG_TTL);
        String rules = Files.readString(Path.of("../../docs/operations.md"))
                .lines()
                .filter(line -> line.startsWith("ACL SETUSER portside "))
                .findFirst()
                .orElseThrow()
                .replace(">PASSWORD", ">hunter2")
                // The server of this test is 6.2.
                .replace(" +eval_ro +evalsha_ro", "")
                .replace("portside:*", settings.namespace() + ":*");
        assertEquals("+OK", RawRedis.say(redis.url(), rules));
        HookedUserStore store = new HookedUserStore();
        try (Node here = Node.open(settings, store).awaitRedis();
                Node there = Node.open(settings, store).awaitRedis()) {
            var ada = here.rename(here.register("Ada"), "Ada King");
            assertEquals(ada, there.users().byId(ada.id()).orElseThrow());
            assertEquals(1, there.reads("redis", "user", "hit"));
            there.users().remove(ada.id(), Precondition.NONE);
            Node.await("seen", () -> here.users().byId(ada.id()).isEmpty());
            assertTrue(here.usesRedis() && there.usesRedis());
        }
        assertEquals(":0", RawRedis.say(redis.url(), "EXISTS test1 test2"));
    }

    @Test
    void no_listener_there() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertLogged("redis://127.0.0.1:" + free, "Connection refused");
    }

    @Test
    void a_server_without_tls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!plain.isClosed()) {
                    try (Socket socket = plain.accept()) {
                        socket.getOutputStream().write("-ERR unknown command\r\n".getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException e) {
                        assertTrue(plain.isClosed() || e.getMessage() != null, "closed by this side or the other");
                    }
                }
            });
            assertLogged("rediss://:hunter2@127.0.0.1:" + plain.getLocalPort(), "TLS: ");
        }
    }

    @Test
    void a_file_that_is_no_configuration_is_a_settings_error_that_names_the_line(@TempDir Path folder)
            throws IOException {
        Map<String, String> wrong = Map.of(
                "singleServerConfig:\n  adress: redis://:hunter2@h\n", " is not (line 2, adress);",
                "singleServerConfig:\n  address: [redis://:hunter2@h\n", " is not (line 3);",
                "", " is not;");
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            Path file = Files.writeString(folder.resolve("redisson.yaml"), one.getKey());
            List<String> problems = new ArrayList<>();
            new RedisCacheAdapter().check(values(file), problems::add);

            assertEquals(1, problems.size(), problems::toString);
            assertTrue(
                    problems.getFirst()
                            .startsWith(
                                    "PORTSIDE_REDIS_CONFIG must be a Redisson YAML file, but " + file + one.getValue()),
                    problems::toString);
            assertFalse(problems.getFirst().contains("hunter2"));
        }
    }

    private static SettingValues values(Path file) {
        return new SettingValues() {
            @Override
            public <T> T get(Setting<T> setting) {
                return setting.parse()
                        .apply(setting.key().equals("PORTSIDE_REDIS_CONFIG") ? file.toString() : setting.defaultText())
                        .orElseThrow();
            }
        };
    }

    private void assertLogged(String url, String cause) {
        log.list.clear();
        RedisSettings settings = Node.settings(new RedisSettings.RedisUrl(url), Node.LONG_TTL);
        try (Node node = Node.open(settings, new HookedUserStore())) {
            Node.await("it is logged", () -> logged().stream().anyMatch(line -> line.contains(cause)));
            int lines = logged().size();
            long attempts = node.link().attempts();
            Node.await("it is tried again", () -> node.link().attempts() > attempts + 1);
            assertEquals(lines, logged().size(), () -> logged().toString());
            assertTrue(logged().stream().noneMatch(line -> line.contains("hunter2")), () -> logged().toString());
        }
    }

    private List<String> logged() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
