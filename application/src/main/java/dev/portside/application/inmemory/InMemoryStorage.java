package dev.portside.application.inmemory;

import dev.portside.application.event.EventStore;
import dev.portside.application.image.AvatarStore;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.storage.Seeding;
import dev.portside.application.storage.SharedSecrets;
import dev.portside.application.storage.Storage;
import dev.portside.application.user.BatchUserStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Storage in this process's memory. There is nothing to migrate, to maintain or to close. */
public final class InMemoryStorage implements Storage {

    private final InMemoryUserStore users = new InMemoryUserStore();
    private final InMemoryEventStore events = new InMemoryEventStore();
    private final InMemorySecrets secrets = new InMemorySecrets();

    /** One in which nothing is kept. */
    public InMemoryStorage() {}

    @Override
    public void migrate() {}

    @Override
    public BatchUserStore users() {
        return users;
    }

    @Override
    public AvatarStore avatars() {
        return users.avatars();
    }

    @Override
    public EventStore events() {
        return events;
    }

    /** Removes nothing: what is kept here is gone before long. */
    @Override
    public AutoCloseable startMaintenance(Clock clock, Optional<Duration> retention) {
        return () -> {};
    }

    @Override
    public List<Dependency> dependencies() {
        return List.of();
    }

    @Override
    public Optional<SharedSecrets> secrets(RandomGenerator randomness) {
        return Optional.of(secrets.madeWith(randomness));
    }

    @Override
    public Optional<Seeding> seeding() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
