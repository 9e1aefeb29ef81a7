package dev.portside.bootstrap;

import dev.portside.persistence.Postgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
        return onPostgres(settings, postgres -> LOG.info("The schema is up to date"));
    }

    static int seed(Settings settings, int users, int events) {
        return onPostgres(settings, postgres -> {
            seed("users", users, progress -> postgres.seedUsers(users, progress));
            seed("events", events, progress -> postgres.seedEvents(events, Instant.now(), progress));
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
        void on(Postgres postgres);
    }

    private static int onPostgres(Settings settings, Work work) {
        try (Resources resources = new Resources()) {
            // A signal ends the process without leaving this method; the embedded server must not outlive it.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(resources)));
            Storage storage = Storage.open(settings, new SimpleMeterRegistry(), resources);
            Postgres postgres = storage.postgres()
                    .orElseThrow(() -> new Settings.Invalid(List.of(
                            "PORTSIDE_STORAGE is memory, which ends with the process; unset it, or set DATABASE_URL")));
            storage.awaitAndMigrate(settings.startTimeout());
            work.on(postgres);
            return 0;
        }
    }

    private static void end(Resources resources) {
        resources.close();
        Logging.flush();
    }
}
