package dev.portside.core;

import dev.portside.application.Fault;
import dev.portside.application.RepeatedFailureLog;
import dev.portside.application.storage.Storage;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bringing a storage up to date, as soon as what it relies on is there. */
public final class Preparation {

    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private Preparation() {}

    /**
     * Migrates, again and again while a server is away.
     *
     * @throws Fault when it is not there in time, when it can never be migrated, or when this thread is interrupted, which it stays
     */
    public static void run(Storage storage, Duration patience) {
        run(storage::migrate, patience);
    }

    /** Does the same with what prepares it in another way. */
    public static void run(Runnable preparation, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        RepeatedFailureLog trouble = new RepeatedFailureLog(System::nanoTime);
        while (true) {
            try {
                preparation.run();
                return;
            } catch (Fault e) {
                boolean hopeless = !e.category().isTransient() || System.nanoTime() - end >= 0;
                if (hopeless || !sleep(pause)) {
                    throw e;
                }
                String told = trouble.toLog(String.valueOf(e.getMessage()));
                if (told != null) {
                    LOG.warn("Waiting for the database: {}", told);
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
