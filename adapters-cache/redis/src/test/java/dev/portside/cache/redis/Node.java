package dev.portside.cache.redis;

import static dev.portside.testkit.user.UserFixtures.newUser;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.user.Registration;
import dev.portside.application.user.UserStore;
import dev.portside.application.user.UserUpdate;
import dev.portside.cache.CacheSettings;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One process's cache over a store, with a clock that can be moved forward. */
record Node(RedisCache cache, UserStore users, MeterRegistry meters, AtomicLong skipped) implements AutoCloseable {

    static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");
    static final Duration LONG_TTL = Duration.ofMinutes(5);

    /** All nodes of a test are over one storage. */
    static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Node open(RedisSettings settings, UserStore store) {
        return open(settings, () -> SECRET, store);
    }

    static Node open(RedisSettings settings, Supplier<byte[]> secret, UserStore store) {
        return open(settings, secret, store, System::nanoTime);
    }

    private static Node open(RedisSettings settings, Supplier<byte[]> secret, UserStore store, LongSupplier nanoTime) {
        AtomicLong skipped = new AtomicLong();
        MeterRegistry meters = new SimpleMeterRegistry();
        RedisCache cache = RedisCache.open(settings, secret, meters, () -> nanoTime.getAsLong() + skipped.get());
        return new Node(cache, cache.caching(store), meters, skipped);
    }

    /** With a budget that a busy machine keeps. */
    static RedisSettings settings(RedisSettings.Shared shared, Duration ttl) {
        return new RedisSettings(process(ttl), Duration.ofSeconds(5), uniqueNamespace(), shared);
    }

    static RedisSettings withBudget(RedisSettings settings, Duration budget) {
        return new RedisSettings(settings.process(), budget, settings.namespace(), settings.shared());
    }

    static RedisSettings withProcess(RedisSettings settings, CacheSettings process, Duration budget) {
        return new RedisSettings(process, budget, settings.namespace(), settings.shared());
    }

    static CacheSettings process(Duration ttl) {
        return new CacheSettings(ttl, 10_000, 500, 16 << 20);
    }

    static String uniqueNamespace() {
        return "test-" + UUID.randomUUID();
    }

    Node awaitRedis() {
        await("Redis is used", this::usesRedis);
        return this;
    }

    boolean usesRedis() {
        return link().circuit().isClosed();
    }

    RedisLink link() {
        return cache.link();
    }

    void skip(Duration time) {
        skipped.addAndGet(time.toNanos());
    }

    User register(String name) {
        return register(users, name);
    }

    static User register(UserStore users, String name) {
        Registration outcome = users.registerAll(List.of(newUser(name, UUID.randomUUID() + "@example.org")), NOON)
                .getFirst();
        return assertInstanceOf(Registration.Registered.class, outcome).user();
    }

    User rename(User user, String name) {
        return rename(users, user, name);
    }

    static User rename(UserStore users, User user, String name) {
        UserChange change = new UserChange(Optional.of(new UserName(name)), Optional.empty());
        UserUpdate outcome = users.update(user.id(), change, Precondition.NONE, NOON);
        return assertInstanceOf(UserUpdate.Updated.class, outcome).user();
    }

    double reads(String level, String of, String result) {
        return reads(meters, level, of, result);
    }

    static double reads(MeterRegistry meters, String level, String of, String result) {
        return meters.get("portside.cache.reads")
                .tags("level", level, "of", of, "result", result)
                .counter()
                .count();
    }

    /** Returns as soon as the condition holds. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "within " + PATIENCE + " was expected: " + what);
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    @Override
    public void close() {
        cache.close();
    }
}
