package dev.portside.bootstrap;

import dev.portside.application.storage.Seeding;
import dev.portside.application.storage.Storage;
import dev.portside.application.storage.Takeover;
import dev.portside.core.CoreSettings;
import dev.portside.core.Given;
import dev.portside.core.InvalidSettings;
import dev.portside.core.Preparation;
import dev.portside.core.Resources;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work on the database. On one that is embedded, no server may be running; on another, any number may. */
final class Maintenance {

    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    private Maintenance() {}

    static int migrate(Settings settings) {
        return onStorage(settings, storage -> LOG.info("Nothing is left to migrate"));
    }

    static int seed(Settings settings, int users, int events) {
        return onStorage(settings, storage -> {
            Seeding seeding = storage.seeding()
                    .orElseThrow(() -> new InvalidSettings(List.of(
                            "PORTSIDE_STORAGE is " + settings.core().storage().name()
                                    + ", which cannot be filled with made-up data; set another")));
            seed("users", users, progress -> seeding.seedUsers(users, progress));
            seed("events", events, progress -> seeding.seedEvents(events, Instant.now(), progress));
        });
    }

    static int copy(Settings settings, String from) {
        return onStorage(settings, storage -> {
            Takeover takeover = storage.takeover()
                    .orElseThrow(() -> new InvalidSettings(List.of("PORTSIDE_STORAGE is "
                            + settings.core().storage().name() + ", which cannot take over another; set another")));
            long started = System.nanoTime();
            try {
                long rows = takeover.copyFrom(from, done -> LOG.info("{} rows", done));
                LOG.info("Copied {} rows in {} ms", rows, (System.nanoTime() - started) / 1_000_000);
            } catch (IllegalArgumentException e) {
                throw new InvalidSettings(List.of("--from: " + e.getMessage()));
            }
        });
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

    private static int onStorage(Settings settings, Work work) {
        CoreSettings core = settings.core();
        if (!core.storage().isDurable()) {
            throw new InvalidSettings(List.of("PORTSIDE_STORAGE is "
                    + core.storage().name() + ", which ends with the process; unset it, or set DATABASE_URL"));
        }
        try (Resources resources = new Resources()) {
            // A signal ends the process without leaving this method; the embedded server must not outlive it.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(resources)));
            Given host = new Given(core.requestDeadline(), List.of());
            Storage storage = resources.open("storage", () -> core.storage().open(core.values(), host));
            Preparation.run(storage, core.startTimeout());
            work.on(storage);
            return 0;
        }
    }

    private static void end(Resources resources) {
        resources.close();
        Logging.flush();
    }
}
