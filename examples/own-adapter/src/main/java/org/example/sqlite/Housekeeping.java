package org.example.sqlite;

import dev.portside.application.Fault;
import dev.portside.domain.user.IdempotencyKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Removes, every hour, what is no longer needed. Every process does so; who comes second finds nothing. */
final class Housekeeping {

    private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());

    /** So many that others wait for milliseconds while they are removed. */
    private static final int AT_ONCE = 1_000;

    private Housekeeping() {}

    /** Begins at once, and goes on until closed; returns without waiting. */
    static AutoCloseable start(SqliteFile file, Clock clock, Optional<Duration> retention) {
        ScheduledExecutorService hourly = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("sqlite-housekeeping").daemon().factory());
        var unused = hourly.scheduleWithFixedDelay(() -> tidyUp(file, clock, retention), 0, 1, TimeUnit.HOURS);
        return () -> {
            // What is being removed comes back, and goes the next time.
            hourly.shutdownNow();
            hourly.close();
        };
    }

    private static void tidyUp(SqliteFile file, Clock clock, Optional<Duration> retention) {
        try {
            remove(file, "registrations", "key", clock.instant().minus(IdempotencyKey.KEPT_FOR));
            retention.ifPresent(
                    time -> remove(file, "events", "number", clock.instant().minus(time)));
        } catch (Fault e) {
            // Without this there would be no next time; an interrupt means that there is none.
            if (!Thread.currentThread().isInterrupted()) {
                LOG.log(System.Logger.Level.WARNING, "What is no longer needed is removed later: " + e.getMessage());
            }
        }
    }

    private static void remove(SqliteFile file, String table, String key, Instant before) {
        String sql = "delete from " + table + " where " + key + " in (select " + key + " from " + table
                + " where at <= ? limit " + AT_ONCE + ")";
        while (file.write(session -> session.change(sql, Micros.of(before))) == AT_ONCE) {
            // the next ones
        }
    }
}
