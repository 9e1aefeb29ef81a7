package dev.portside.bootstrap;

import dev.portside.application.event.EventStore;
import dev.portside.application.image.AvatarStore;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.storage.Seeding;
import dev.portside.application.storage.SharedSecrets;
import dev.portside.application.storage.Storage;
import dev.portside.application.storage.StorageCopy;
import dev.portside.application.user.BatchUserStore;
import dev.portside.embedded.EmbeddedPostgres;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The storage, with the server that ends when it is closed. */
record EmbeddedStorage(EmbeddedPostgres server, Storage storage) implements Storage {

    @Override
    public void migrate() {
        storage.migrate();
    }

    @Override
    public BatchUserStore users() {
        return storage.users();
    }

    @Override
    public AvatarStore avatars() {
        return storage.avatars();
    }

    @Override
    public EventStore events() {
        return storage.events();
    }

    @Override
    public AutoCloseable startMaintenance(Clock clock, Optional<Duration> retention) {
        return storage.startMaintenance(clock, retention);
    }

    @Override
    public List<Dependency> dependencies() {
        return storage.dependencies();
    }

    @Override
    public Optional<SharedSecrets> secrets(RandomGenerator randomness) {
        return storage.secrets(randomness);
    }

    @Override
    public Optional<Seeding> seeding() {
        return storage.seeding();
    }

    @Override
    public Optional<StorageCopy> takeover() {
        return storage.takeover();
    }

    /** The connections first, which would miss the server. */
    @Override
    public void close() {
        try {
            storage.close();
        } finally {
            server.close();
        }
    }
}
