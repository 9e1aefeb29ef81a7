package dev.portside.cache;

import dev.portside.application.Fault;
import dev.portside.application.cache.CacheLayer;
import dev.portside.application.image.VariantCache;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.user.UserStore;
import dev.portside.cache.CacheSettings.None;
import dev.portside.cache.CacheSettings.RedisUrl;
import dev.portside.cache.CacheSettings.RedissonFile;
import dev.portside.domain.user.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.redisson.config.Config;

/**
 * Keeps what was read, in this process and, where Redis is given, for all nodes that share it. Redis makes answers
 * faster, never wrong: without it every node still caches for itself. Safe for use by many threads.
 */
public final class Cache implements CacheLayer {

    /** Of fifty connections to a database. */
    private static final int RENEWALS = 4;

    private final CacheSettings settings;
    private final LongSupplier nanoTime;
    private final Metrics metrics;
    private final UUID self = UUID.randomUUID();
    private final AtomicReference<@Nullable CachingUserStore> userStore = new AtomicReference<>();
    private final @Nullable RedisLink link;
    private final @Nullable RedisUsers redisUsers;
    private final VariantCache variants;

    private Cache(CacheSettings settings, MeterRegistry registry, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.metrics = new Metrics(registry);
        Config config = switch (settings.shared()) {
            case None() -> null;
            case RedisUrl(String url) -> RedissonSetup.single(RedisAddress.parse(url));
            case RedissonFile file -> RedissonSetup.file(file);
        };
        if (config == null) {
            this.link = null;
            this.redisUsers = null;
        } else {
            this.link = new RedisLink(settings, config, new Invalidation(), nanoTime, metrics);
            this.redisUsers = new RedisUsers(settings, link, self, nanoTime, metrics);
        }
        SharedVariants shared = link == null ? SharedVariants.NONE : new RedisVariants(settings, link, metrics);
        this.variants = new CachingVariants(settings, shared, nanoTime, metrics);
    }

    /**
     * Opens a cache. Returns at once: Redis is connected to in the background, and again whenever it comes back. Meters
     * are named {@code portside.cache.*}.
     *
     * @throws IllegalArgumentException when the Redisson file is not a Redisson configuration
     */
    public static Cache open(CacheSettings settings, MeterRegistry registry) {
        return open(settings, registry, ElapsedTime.ofThisMachine());
    }

    static Cache open(CacheSettings settings, MeterRegistry registry, LongSupplier nanoTime) {
        Cache cache = new Cache(settings, registry, nanoTime);
        if (cache.link != null) {
            cache.link.start();
        }
        return cache;
    }

    /**
     * {@inheritDoc}
     *
     * <p>It is kept for at most the ttl. A write through another node is seen at most one ttl later. A page that is told
     * again is the same object.
     */
    @Override
    public UserStore caching(UserStore store) {
        CachingUserStore caching = new CachingUserStore(
                store,
                redisUsers == null ? SharedUsers.NONE : redisUsers,
                settings,
                nanoTime,
                metrics,
                Renewals.few(RENEWALS));
        if (!userStore.compareAndSet(null, caching)) {
            throw new IllegalStateException("A cache serves one store; open another cache with another namespace");
        }
        return caching;
    }

    @Override
    public void outdate(Set<UserId> users) {
        CachingUserStore store = userStore.get();
        if (store != null) {
            store.changed(users);
        }
    }

    /** What was made of avatars, for all stores and the same each time; kept for an hour at most. */
    @Override
    public VariantCache variants() {
        return variants;
    }

    /** Redis, named {@code cache} and not required; empty when there is none to rely on. */
    @Override
    public List<Dependency> dependencies() {
        return link == null ? List.of() : List.of(new RedisDependency(link));
    }

    /** Ends the connections and their threads, within some seconds. What {@link #caching} and {@link #variants} returned keeps working. */
    @Override
    public void close() {
        if (link != null) {
            link.close();
        }
    }

    Optional<RedisLink> link() {
        return Optional.ofNullable(link);
    }

    Optional<RedisUsers> redisUsers() {
        return Optional.ofNullable(redisUsers);
    }

    /** What other nodes say, on its way to what this node keeps. */
    private final class Invalidation implements RedisConnection.Subscriber {

        private final io.micrometer.core.instrument.Counter messages = metrics.messages();

        @Override
        public void received(byte[] message) {
            Optional<UserChanges> changes = UserChanges.parse(message);
            if (changes.isPresent() && changes.get().sender().equals(self)) {
                return;
            }
            messages.increment();
            CachingUserStore store = userStore.get();
            if (store == null || redisUsers == null) {
                return;
            }
            if (changes.isEmpty()) {
                store.outdateAll();
                return;
            }
            // First the fences, as after a write of one's own.
            changes.get().revisions().forEach(redisUsers::fence);
            store.outdate(changes.get().revisions().keySet());
        }

        @Override
        public void subscribed() {
            CachingUserStore store = userStore.get();
            if (store != null) {
                store.outdateAll();
            }
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
