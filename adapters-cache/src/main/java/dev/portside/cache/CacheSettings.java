package dev.portside.cache;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is cached, for how long, and whether nodes share it.
 *
 * @param ttl the oldest that an answer may be, 100 ms to 5 minutes. Nodes that share a Redis may differ in it
 * @param maxUsers how many users this process keeps by id, and as many by address; 1 to 10,000,000
 * @param maxLists how many parts of lists this process keeps, and as many counts; 1 to 1,000,000
 * @param maxAvatarBytes of what was made of avatars that this process keeps, 0 to 1 GiB
 * @param commandBudget how long a request waits for Redis before it goes on without, 1 ms to 5 s
 * @param namespace what the names of all keys and channels in Redis begin with: nodes over one database share a
 *     namespace, and others must not; 1 to 64 of {@code A-Z a-z 0-9 . _ -}
 * @param shared where nodes share what they have read
 */
public record CacheSettings(
        Duration ttl,
        int maxUsers,
        int maxLists,
        int maxAvatarBytes,
        Duration commandBudget,
        String namespace,
        Shared shared) {

    private static final Duration DEFAULT_TTL = Duration.ofSeconds(5);
    static final Duration MIN_TTL = Duration.ofMillis(100);
    static final Duration MAX_TTL = Duration.ofMinutes(5);
    private static final Duration DEFAULT_BUDGET = Duration.ofMillis(50);
    private static final Duration MIN_BUDGET = Duration.ofMillis(1);
    private static final Duration MAX_BUDGET = Duration.ofSeconds(5);

    /** With both of them full, some ten megabytes. */
    private static final int DEFAULT_MAX_USERS = 10_000;

    private static final int DEFAULT_MAX_LISTS = 500;

    /** Some thousand of the usual size. */
    private static final int DEFAULT_MAX_AVATAR_BYTES = 16 << 20;

    static final int MAX_AVATAR_BYTES = 1 << 30;
    static final int MAX_NAMESPACE = 64;

    /** Where nodes share what they have read. */
    public sealed interface Shared {}

    /** Nowhere: each process keeps its own. */
    public record None() implements Shared {}

    /**
     * One Redis 6.2 or newer (or Valkey). Shown without its password.
     *
     * @param url {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://…} for TLS; user and
     *     password are percent-encoded
     */
    public record RedisUrl(String url) implements Shared {

        /** @throws IllegalArgumentException when the address is malformed; the message does not repeat it */
        public RedisUrl {
            RedisAddress.parse(url);
        }

        @Override
        public String toString() {
            return RedisAddress.parse(url).toString();
        }
    }

    /**
     * Whatever Redisson's own configuration describes: a cluster, sentinels, TLS stores. Its threads, pools and time
     * limits are left as the file says; the {@code commandBudget} holds all the same.
     *
     * @param file a Redisson YAML file that can be read
     */
    public record RedissonFile(Path file) implements Shared {

        /** @throws IllegalArgumentException when there is no such file */
        public RedissonFile {
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("must be a Redisson YAML file that can be read, but was " + file);
            }
        }
    }

    /** @throws IllegalArgumentException when a component is out of its bounds */
    public CacheSettings {
        requireBetween("ttl", ttl, MIN_TTL, MAX_TTL);
        requireBetween("maxUsers", maxUsers, 10_000_000);
        requireBetween("maxLists", maxLists, 1_000_000);
        if (maxAvatarBytes < 0 || maxAvatarBytes > MAX_AVATAR_BYTES) {
            throw new IllegalArgumentException(
                    "maxAvatarBytes must be 0 to %,d, but was %d".formatted(MAX_AVATAR_BYTES, maxAvatarBytes));
        }
        requireBetween("commandBudget", commandBudget, MIN_BUDGET, MAX_BUDGET);
        if (!isNamespace(namespace)) {
            throw new IllegalArgumentException(
                    "namespace must be 1 to 64 letters, digits, dots, hyphens or underscores, but was " + namespace);
        }
    }

    static boolean isNamespace(String text) {
        return text.matches("[A-Za-z0-9._-]+") && text.length() <= MAX_NAMESPACE;
    }

    /** The defaults: 5 s, 10,000 users, 500 lists, 16 MiB of avatars, 50 ms, {@code portside}. */
    public static CacheSettings defaults(Shared shared) {
        return new CacheSettings(
                DEFAULT_TTL,
                DEFAULT_MAX_USERS,
                DEFAULT_MAX_LISTS,
                DEFAULT_MAX_AVATAR_BYTES,
                DEFAULT_BUDGET,
                "portside",
                shared);
    }

    private static void requireBetween(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("%s must be %d to %d milliseconds, but was %s"
                    .formatted(name, min.toMillis(), max.toMillis(), value));
        }
    }

    private static void requireBetween(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException("%s must be 1 to %,d, but was %d".formatted(name, max, value));
        }
    }
}
