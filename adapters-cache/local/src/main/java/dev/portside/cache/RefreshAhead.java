package dev.portside.cache;

import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reload of entries that are hit again and again, before they expire. Without it, all who ask at that moment
 * wait for the same read, and one request in a hundred takes as long as the store does.
 */
interface RefreshAhead {

    /** Nothing is renewed. */
    RefreshAhead NONE = work -> false;

    /** Does the work some time soon, on another thread; returns whether it will be done. What it throws is of no interest. */
    boolean start(Runnable work);

    /** Reloads on virtual threads, a few at the same time: a caller that finds them busy tries again or waits for a read of its own. */
    static RefreshAhead few(int atOnce) {
        Semaphore free = new Semaphore(atOnce);
        Logger log = LoggerFactory.getLogger(RefreshAhead.class);
        return work -> {
            if (!free.tryAcquire()) {
                return false;
            }
            Thread.ofVirtual().name("portside-renewal").start(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    log.debug("What is cached could not be renewed", e);
                } finally {
                    free.release();
                }
            });
            return true;
        };
    }
}
