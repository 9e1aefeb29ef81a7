package dev.portside.cache.redis;

import dev.portside.application.Fault;
import dev.portside.application.cache.CacheLayer;
import dev.portside.application.image.VariantCache;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.user.UserStore;
import dev.portside.cache.Cache;
import dev.portside.cache.redis.RedisSettings.RedisUrl;
import dev.portside.cache.redis.RedisSettings.RedissonFile;
import dev.portside.domain.user.UserId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Cache in this process and for all nodes that share a Redis. Redis makes answers faster, never wrong:
 * without it every node still caches for itself. Safe for use by many threads.
 */
public final class RedisCache implements CacheLayer {

    private final UUID self = UUID.randomUUID();
    private final RedisLink link;
    private final RedisUsers redisUsers;
    private final Cache process;

    private RedisCache(RedisSettings settings, Supplier<byte[]> secret, MeterRegistry registry, LongSupplier nanoTime) {
        Metrics metrics = new Metrics(registry);
        var config = switch (settings.shared()) {
            case RedisUrl(String url) -> RedissonSetup.single(RedisAddress.parse(url));
            case RedissonFile file -> RedissonSetup.file(file);
        };
        this.link = new RedisLink(settings, config, new Invalidation(metrics), new Seal(secret), nanoTime, metrics);
        this.redisUsers = new RedisUsers(settings, link, self, nanoTime, metrics);
        this.process = Cache.over(
                redisUsers, new RedisVariants(settings, link, metrics), settings.process(), registry, nanoTime);
    }

    /**
     * Opens a cache. Returns at once: Redis is connected to in the background, and again whenever it comes back. Meters
     * are named {@code portside.cache.*}.
     *
     * @param secret shared by all nodes over one database and by no other program: with it they sign what they write to Redis, and
     *     believe nothing else. Asked for on a thread of the cache, which may have to wait for it; asked for again when something is
     *     not signed with it, as it may have been replaced
     * @throws IllegalArgumentException when the Redisson file is not a Redisson configuration
     */
    public static RedisCache open(RedisSettings settings, Supplier<byte[]> secret, MeterRegistry registry) {
        return open(settings, secret, registry, Cache.clock());
    }

    static RedisCache open(
            RedisSettings settings, Supplier<byte[]> secret, MeterRegistry registry, LongSupplier nanoTime) {
        RedisCache cache = new RedisCache(settings, secret, registry, nanoTime);
        cache.link.start();
        return cache;
    }

    @Override
    public UserStore caching(UserStore store) {
        return process.caching(store);
    }

    @Override
    public void invalidate(Set<UserId> users) {
        process.invalidate(users);
    }

    @Override
    public VariantCache variants() {
        return process.variants();
    }

    /** Redis, named {@code cache} and not required. */
    @Override
    public List<Dependency> dependencies() {
        return List.of(new RedisDependency(link));
    }

    /** Ends the connections and their threads, within some seconds. What {@link #caching} and {@link #variants} returned keeps working. */
    @Override
    public void close() {
        link.close();
    }

    RedisLink link() {
        return link;
    }

    RedisUsers redisUsers() {
        return redisUsers;
    }

    /** Messages of other nodes, on their way to the cache of this node. It may be called as soon as the link is started. */
    private final class Invalidation implements RedisConnection.Subscriber {

        private final Counter messages;

        Invalidation(Metrics metrics) {
            this.messages = metrics.messages();
        }

        @Override
        public void received(byte[] message) {
            Optional<UserChanges> changes = UserChanges.parse(message);
            if (changes.isPresent() && changes.get().sender().equals(self)) {
                return;
            }
            messages.increment();
            if (changes.isEmpty()) {
                process.changedElsewhere();
                return;
            }
            // First the floors, as after a write of one's own.
            changes.get().revisions().forEach(redisUsers::raiseFloor);
            process.changedElsewhere(changes.get().revisions().keySet());
        }

        @Override
        public void subscribed() {
            process.changedElsewhere();
        }
    }

    private record RedisDependency(RedisLink link) implements Dependency {

        @Override
        public String name() {
            return "cache";
        }

        @Override
        public boolean required() {
            return false;
        }

        @Override
        public void check() {
            if (!link.answers()) {
                throw new Fault(Fault.Category.UNAVAILABLE, "Redis does not answer; is it running and reachable?");
            }
        }
    }
}
