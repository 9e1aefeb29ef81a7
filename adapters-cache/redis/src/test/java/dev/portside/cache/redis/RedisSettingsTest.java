package dev.portside.cache.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.cache.CacheSettings;
import dev.portside.testkit.services.TestRedis;
import dev.portside.testkit.user.HookedUserStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisSettingsTest {

    @Test
    void an_address_is_taken_apart_as_its_url_says() {
        assertEquals(new RedisAddress(false, "cache", 6379, 0, null, null), RedisAddress.parse("redis://cache"));
        assertEquals(
                new RedisAddress(true, "cache.example.org", 6380, 2, "app", "p@ss+:/"),
                RedisAddress.parse("rediss://app:p%40ss+%3A%2F@cache.example.org:6380/2"));
        assertEquals(
                new RedisAddress(false, "[::1]", 6379, 0, null, "secret"),
                RedisAddress.parse("redis://:secret@[::1]/"));
    }

    @Test
    void a_password_is_never_shown() {
        List<String> malformed = List.of(
                "redis://app:se cret@host",
                "redis://app:secret#@host",
                "http://app:secret@host",
                "redis://app:secret@host/first",
                "redis://app:secret@host:99999",
                "redis://app:secret@host?timeout=1",
                "redis://secret@host",
                "redis://app:sec^ret@host",
                "secret");
        for (String url : malformed) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> new RedisSettings.RedisUrl(url), url);
            String message = String.valueOf(refusal.getMessage());
            assertFalse(message.contains("ret"), message);
            assertTrue(message.startsWith("must "), message);
        }
        RedisSettings settings = RedisSettings.defaults(new RedisSettings.RedisUrl("redis://app:secret@host/3"));
        assertFalse(settings.toString().contains("secret"), settings.toString());
        assertTrue(settings.toString().contains("redis://host:6379/3"), settings.toString());
    }

    @Test
    void what_is_out_of_bounds_is_refused_with_the_bounds() {
        RedisSettings.Shared redis = new RedisSettings.RedisUrl("redis://host");
        CacheSettings process = CacheSettings.DEFAULTS;

        assertRefused(
                "commandBudget must be 1 to 5000 milliseconds, but was PT1M",
                () -> new RedisSettings(process, Duration.ofMinutes(1), "p", redis));
        assertRefused(
                "namespace must be 1 to 64 letters, digits, dots, hyphens or underscores, but was a:b",
                () -> new RedisSettings(process, Duration.ofMillis(50), "a:b", redis));
    }

    @Test
    void a_redisson_file_must_be_one(@TempDir Path directory) throws Exception {
        Path absent = directory.resolve("absent.yaml");
        assertRefused(
                "must be a Redisson YAML file that can be read, but was " + absent,
                () -> new RedisSettings.RedissonFile(absent));

        Path other = Files.writeString(directory.resolve("other.yaml"), "nonsense: [1, 2");
        RedisSettings settings = RedisSettings.defaults(new RedisSettings.RedissonFile(other));
        assertRefused(
                "must be a Redisson YAML file, but " + other + " is not (line 1); see Redisson's configuration guide",
                () -> RedisCache.open(settings, () -> Node.SECRET, new SimpleMeterRegistry())
                        .close());
    }

    @Test
    void redisson_can_be_configured_by_its_own_file(@TempDir Path directory) throws Exception {
        Path yaml = Files.writeString(directory.resolve("redisson.yaml"), """
                singleServerConfig:
                  address: "%s"
                  connectionMinimumIdleSize: 1
                  connectionPoolSize: 2
                threads: 2
                nettyThreads: 2
                """.formatted(TestRedis.url()));
        RedisSettings settings = Node.settings(new RedisSettings.RedissonFile(yaml), Node.LONG_TTL);
        try (Node node = Node.open(settings, new HookedUserStore()).awaitRedis()) {
            assertTrue(node.usesRedis());
        }
    }

    private static void assertRefused(String message, Runnable what) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, what::run).getMessage());
    }
}
