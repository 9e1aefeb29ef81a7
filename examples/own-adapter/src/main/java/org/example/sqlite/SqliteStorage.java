package org.example.sqlite;

import dev.portside.application.Fault;
import dev.portside.application.event.EventStore;
import dev.portside.application.image.AvatarStore;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.storage.Seeding;
import dev.portside.application.storage.Storage;
import dev.portside.application.user.BatchUserStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything in one SQLite file, which several processes of one machine may have open. */
final class SqliteStorage implements Storage {

    private static final long VERSION = 1;

    private final SqliteFile file;

    SqliteStorage(SqliteFile file) {
        this.file = file;
    }

    /** Migrates in one transaction, which only one process can have at a time: a second one finds the schema migrated. */
    @Override
    public void migrate() {
        file.write(session -> {
            long found = session.number("pragma user_version");
            if (found > VERSION) {
                throw new Fault(
                        Fault.Category.MISCONFIGURED,
                        "The SQLite file has version " + found + ", but this adapter knows " + VERSION
                                + "; take a newer adapter, or another file");
            }
            if (found < VERSION) {
                session.script(schema());
            }
            return found;
        });
    }

    private static String schema() {
        try (InputStream in = SqliteStorage.class.getResourceAsStream("schema.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public BatchUserStore users() {
        return new SqliteUserStore(file);
    }

    @Override
    public AvatarStore avatars() {
        return new SqliteAvatarStore(file);
    }

    @Override
    public EventStore events() {
        return new SqliteEventStore(file);
    }

    @Override
    public AutoCloseable startMaintenance(Clock clock, Optional<Duration> retention) {
        return Housekeeping.start(file, clock, retention);
    }

    @Override
    public List<Dependency> dependencies() {
        return List.of(new Dependency() {
            @Override
            public String name() {
                return "storage";
            }

            @Override
            public boolean required() {
                return true;
            }

            @Override
            public void check() {
                file.read(session -> session.number("select count(*) from sqlite_schema"));
            }
        });
    }

    @Override
    public Optional<Seeding> seeding() {
        return Optional.empty();
    }

    @Override
    public void close() {
        file.close();
    }
}
