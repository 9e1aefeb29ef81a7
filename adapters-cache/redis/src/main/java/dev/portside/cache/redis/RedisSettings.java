package dev.portside.cache.redis;

import dev.portside.application.file.FileTrust;
import dev.portside.cache.CacheSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the cache that nodes share.
 *
 * @param process what each process keeps for itself, and how old an answer may be
 * @param commandBudget how long a request waits for Redis before it goes on without, 1 ms to 5 s
 * @param namespace what the names of all keys and channels in Redis begin with: nodes over one database share a
 *     namespace, and others must not; 1 to 64 of {@code A-Z a-z 0-9 . _ -}
 * @param shared where it is shared
 */
public record RedisSettings(CacheSettings process, Duration commandBudget, String namespace, Shared shared) {

    private static final Duration DEFAULT_BUDGET = Duration.ofMillis(50);
    private static final Duration MIN_BUDGET = Duration.ofMillis(1);
    private static final Duration MAX_BUDGET = Duration.ofSeconds(5);

    static final int MAX_NAMESPACE = 64;

    /** Redis server and key prefix that nodes share. */
    public sealed interface Shared {}

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
     * Server that Redisson's own configuration describes: a cluster, sentinels, TLS stores. Its threads, pools and time
     * limits are left as the file says; the {@code commandBudget} holds all the same.
     *
     * @param file a Redisson YAML file that can be read
     */
    public record RedissonFile(Path file) implements Shared {

        /** @throws IllegalArgumentException when there is no such file, or others could change it: it names classes */
        public RedissonFile {
            FileTrust.ofThisProcess().objectionBehindLinks(file).ifPresent(objection -> {
                throw new IllegalArgumentException("must be a file of one's own, but " + objection);
            });
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("must be a Redisson YAML file that can be read, but was " + file);
            }
        }
    }

    /** @throws IllegalArgumentException when a component is out of its bounds */
    public RedisSettings {
        if (commandBudget.compareTo(MIN_BUDGET) < 0 || commandBudget.compareTo(MAX_BUDGET) > 0) {
            throw new IllegalArgumentException("commandBudget must be %d to %d milliseconds, but was %s"
                    .formatted(MIN_BUDGET.toMillis(), MAX_BUDGET.toMillis(), commandBudget));
        }
        if (!isNamespace(namespace)) {
            throw new IllegalArgumentException(
                    "namespace must be 1 to 64 letters, digits, dots, hyphens or underscores, but was " + namespace);
        }
    }

    static boolean isNamespace(String text) {
        return text.matches("[A-Za-z0-9._-]+") && text.length() <= MAX_NAMESPACE;
    }

    /** The defaults: those of {@link CacheSettings}, 50 ms, {@code portside}. */
    public static RedisSettings defaults(Shared shared) {
        return new RedisSettings(CacheSettings.DEFAULTS, DEFAULT_BUDGET, "portside", shared);
    }

    /** The oldest that an answer may be. */
    Duration ttl() {
        return process.ttl();
    }
}
