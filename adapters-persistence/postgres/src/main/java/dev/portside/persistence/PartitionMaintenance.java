package dev.portside.persistence;

import dev.portside.application.Fault;
import dev.portside.application.RepeatedFailureLog;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.event.EventPartitions;
import dev.portside.persistence.event.rollup.EventCompaction;
import dev.portside.persistence.user.RememberedRegistrations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Periodic maintenance of tables: those of events, and those of data that is kept for a day. */
final class PartitionMaintenance implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionMaintenance.class);

    /** Questions read what is not compacted yet, so this bounds their work; each step writes whole sketches anew. */
    private static final Duration COMPACTION = Duration.ofSeconds(5);

    private static final Duration MONTHS = Duration.ofHours(1);

    /** A step takes less; one that the database keeps waiting ends with its connection. */
    private static final Duration END = Duration.ofSeconds(2);

    private final Database database;
    private final EventPartitions partitions;
    private final EventCompaction compaction;
    private final Clock clock;
    private final Optional<Duration> retention;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            // Merging thousands of sketches keeps a processor busy, and would keep virtual threads waiting.
            Thread.ofPlatform().name("portside-housekeeping").daemon().factory());

    private PartitionMaintenance(
            Database database,
            EventPartitions partitions,
            EventCompaction compaction,
            Clock clock,
            Optional<Duration> retention) {
        this.database = database;
        this.partitions = partitions;
        this.compaction = compaction;
        this.clock = clock;
        this.retention = retention;
    }

    static PartitionMaintenance start(
            Database database,
            EventPartitions partitions,
            EventCompaction compaction,
            Clock clock,
            Optional<Duration> retention) {
        PartitionMaintenance housekeeping =
                new PartitionMaintenance(database, partitions, compaction, clock, retention);
        housekeeping.every(MONTHS, "months of events", housekeeping::months);
        housekeeping.every(MONTHS, "remembered registrations", housekeeping::registrations);
        housekeeping.every(COMPACTION, "version of the schema", database::lookAtSchema);
        housekeeping.every(COMPACTION, "rollups of events", compaction::run);
        return housekeeping;
    }

    private void every(Duration pause, String what, Runnable work) {
        RepeatedFailureLog trouble = new RepeatedFailureLog(System::nanoTime);
        var unused = thread.scheduleWithFixedDelay(
                () -> run(what, work, trouble), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs one round. A failure does not end the schedule. */
    private static void run(String what, Runnable work, RepeatedFailureLog trouble) {
        try {
            work.run();
            trouble.over();
        } catch (Fault e) {
            String told = trouble.toLog(String.valueOf(e.getMessage()));
            if (told != null && !Thread.currentThread().isInterrupted()) {
                LOG.warn("Maintenance of {} failed ({}); trying again in the next round", what, told);
            }
        } catch (Throwable e) {
            // Errors, too: the executor never again runs a task that throws.
            LOG.error("Maintenance of {} failed because of an internal error; trying again in the next round", what, e);
        }
    }

    /** In small parts, so that no request waits for long. */
    private void registrations() {
        boolean more = true;
        while (more) {
            more = database.transactionApart(connection -> RememberedRegistrations.forget(connection, clock.instant()));
        }
    }

    private void months() {
        Instant now = clock.instant();
        partitions.makeAhead(now);
        retention.ifPresent(kept -> {
            // So that little of it is left to be done while a removal keeps others waiting.
            compaction.run();
            partitions.dropBefore(now.minus(kept));
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The housekeeping did not end within {} s", END.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
