package dev.portside.core;

import dev.portside.application.Fault;
import dev.portside.application.RepeatedFailureLog;
import dev.portside.application.storage.Storage;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Migration of a storage, repeated with back-off while its server is unavailable. */
public final class MigrationRetry {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationRetry.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private MigrationRetry() {}

    /**
     * Migrates the storage, with retries while its server is unavailable.
     *
     * @throws Fault when it is not there in time, when it can never be migrated, or when this thread is interrupted, which it stays
     */
    public static void run(Storage storage, Duration patience) {
        run(storage::migrate, patience);
    }

    /** Runs another preparation with the same retries. */
    public static void run(Runnable preparation, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        RepeatedFailureLog trouble = new RepeatedFailureLog(System::nanoTime);
        while (true) {
            try {
                preparation.run();
                return;
            } catch (Fault e) {
                boolean isFinal = !e.category().isTransient() || System.nanoTime() - end >= 0;
                if (isFinal || !sleep(pause)) {
                    throw e;
                }
                String line = trouble.toLog(String.valueOf(e.getMessage()));
                if (line != null) {
                    LOG.warn("Waiting for the database: {}", line);
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
