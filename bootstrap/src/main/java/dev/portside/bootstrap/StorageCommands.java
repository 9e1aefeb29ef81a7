package dev.portside.bootstrap;

import dev.portside.application.storage.Seeding;
import dev.portside.application.storage.Storage;
import dev.portside.application.storage.StorageCopy;
import dev.portside.core.CoreSettings;
import dev.portside.core.HostResources;
import dev.portside.core.InvalidSettings;
import dev.portside.core.MigrationRetry;
import dev.portside.core.Resources;
import dev.portside.persistence.connection.PostgresSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands that work on the storage. On the embedded database no server may be running; on another, any number may. */
final class StorageCommands {

    private static final Logger LOG = LoggerFactory.getLogger(StorageCommands.class);

    private StorageCommands() {}

    static int migrate(Settings settings) {
        return onMigrated(settings, storage -> LOG.info("Nothing is left to migrate"));
    }

    static int seed(Settings settings, int users, int events) {
        return onMigrated(settings, storage -> {
            Seeding seeding = storage.seeding()
                    .orElseThrow(() -> new InvalidSettings(List.of(
                            "PORTSIDE_STORAGE is " + settings.core().storage().name()
                                    + ", which cannot be filled with made-up data; set another")));
            seed("users", users, progress -> seeding.seedUsers(users, progress));
            seed("events", events, progress -> seeding.seedEvents(events, Instant.now(), progress));
        });
    }

    /**
     * Copies into a storage that has not been migrated before: its schema has to be of the version of the other's meanwhile.
     *
     * @param typed on the command line; empty for what is set
     */
    static int copy(Settings settings, Optional<String> typed) {
        String from = from(settings, typed);
        return onStorage(settings, storage -> {
            StorageCopy takeover = storage.takeover()
                    .orElseThrow(() -> new InvalidSettings(List.of("PORTSIDE_STORAGE is "
                            + settings.core().storage().name() + ", which cannot take over another; set another")));
            long started = System.nanoTime();
            try {
                MigrationRetry.run(
                        () -> takeover.prepareFor(from), settings.core().startTimeout());
                long rows = takeover.copyFrom(from, done -> LOG.info("{} rows", done));
                LOG.info("Copied {} rows in {} ms", rows, (System.nanoTime() - started) / 1_000_000);
            } catch (IllegalArgumentException e) {
                throw wrong(typed, e);
            }
        });
    }

    private static String from(Settings settings, Optional<String> typed) {
        String from = typed.or(() -> settings.core().values().get(ServerSettingDeclarations.COPY_FROM))
                .orElseThrow(() -> new InvalidSettings(List.of("The address of the other database is missing; set "
                        + ServerSettingDeclarations.COPY_FROM.key() + " (or "
                        + ServerSettingDeclarations.COPY_FROM.key()
                        + "_FILE to a file with it), or give it with --from if it has no password")));
        try {
            if (!PostgresSettings.of(from).password().isEmpty() && typed.isPresent()) {
                throw new InvalidSettings(
                        List.of("--from must have no password, which every program on this machine could"
                                + " read there; set " + ServerSettingDeclarations.COPY_FROM.key() + ", or "
                                + ServerSettingDeclarations.COPY_FROM.key() + "_FILE to a file with it"));
            }
        } catch (IllegalArgumentException e) {
            throw wrong(typed, e);
        }
        return from;
    }

    private static InvalidSettings wrong(Optional<String> typed, IllegalArgumentException e) {
        return new InvalidSettings(List.of(
                (typed.isPresent() ? "--from" : ServerSettingDeclarations.COPY_FROM.key()) + ": " + e.getMessage()));
    }

    private static void seed(String what, int count, Consumer<LongConsumer> work) {
        if (count == 0) {
            return;
        }
        long started = System.nanoTime();
        try (Progress progress = Progress.of(what, count)) {
            work.accept(progress::reached);
        }
        LOG.info("Added {} {} in {} ms", count, what, (System.nanoTime() - started) / 1_000_000);
    }

    @FunctionalInterface
    private interface Work {
        void on(Storage storage);
    }

    private static int onMigrated(Settings settings, Work work) {
        return onStorage(settings, storage -> {
            MigrationRetry.run(storage, settings.core().startTimeout());
            work.on(storage);
        });
    }

    private static int onStorage(Settings settings, Work work) {
        CoreSettings core = settings.core();
        if (!core.storage().isDurable()) {
            throw new InvalidSettings(List.of("PORTSIDE_STORAGE is "
                    + core.storage().name() + ", which ends with the process; unset it, or set DATABASE_URL"));
        }
        try (Resources resources = new Resources()) {
            // A signal ends the process without leaving this method; the embedded server must not outlive it.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(resources)));
            HostResources host = new HostResources(core.requestDeadline(), List.of());
            Storage storage = resources.open("storage", () -> core.storage().open(core.values(), host));
            work.on(storage);
            return 0;
        }
    }

    private static void end(Resources resources) {
        resources.close();
        Logging.flush();
    }
}
