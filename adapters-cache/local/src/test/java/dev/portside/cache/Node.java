package dev.portside.cache;

import static dev.portside.testkit.user.UserFixtures.newUser;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.portside.application.user.Registration;
import dev.portside.application.user.UserStore;
import dev.portside.application.user.UserUpdate;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** One process's cache over a store, with a clock that can be moved forward. */
record Node(Cache cache, UserStore users, MeterRegistry meters, AtomicLong skipped) implements AutoCloseable {

    static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");
    static final Duration LONG_TTL = Duration.ofMinutes(5);

    static Node open(CacheSettings settings, UserStore store) {
        return open(settings, store, System::nanoTime);
    }

    /** One for which time passes only when it is skipped. */
    static Node standingStill(CacheSettings settings, UserStore store) {
        long now = System.nanoTime();
        return open(settings, store, () -> now);
    }

    private static Node open(CacheSettings settings, UserStore store, LongSupplier nanoTime) {
        AtomicLong skipped = new AtomicLong();
        MeterRegistry meters = new SimpleMeterRegistry();
        Cache cache = Cache.over(
                RemoteUserCache.NONE,
                RemoteVariantCache.NONE,
                settings,
                meters,
                () -> nanoTime.getAsLong() + skipped.get());
        return new Node(cache, cache.caching(store), meters, skipped);
    }

    static CacheSettings settings(Duration ttl) {
        return new CacheSettings(ttl, 10_000, 500, 16 << 20);
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

    @Override
    public void close() {
        cache.close();
    }
}
