package dev.portside.http.helidon;

import dev.portside.http.RefusedBodyException;
import java.util.concurrent.Semaphore;

/**
 * Count of the bytes of one body that have arrived and were not read yet. Helidon gathers a chunk whole before it hands over
 * any of it, so what a client sends as one chunk counts against a budget that all connections share.
 */
final class UnreadBodyBudget {

    /** Bytes that each body has without asking: more than most chunks. */
    private static final int FREE_BYTES = 64 * 1024;

    private static final int UNIT_BYTES = 1_024;

    private final Semaphore budget;
    private long unread;
    private int held;

    UnreadBodyBudget(Semaphore budget) {
        this.budget = budget;
    }

    /** Of so many bytes. */
    static Semaphore budget(long bytes) {
        return new Semaphore(Math.clamp(bytes / UNIT_BYTES, 1, Integer.MAX_VALUE));
    }

    void hold(int bytes) throws RefusedBodyException {
        unread += bytes;
        int wanted = units();
        if (wanted > held) {
            if (!budget.tryAcquire(wanted - held)) {
                throw new RefusedBodyException(503, "There is no memory for a chunk of this size.");
            }
            held = wanted;
        }
    }

    void wasRead(int bytes) {
        unread = Math.max(0, unread - bytes);
        release(units());
    }

    /** Nothing of it is needed any more. */
    void end() {
        release(0);
    }

    private int units() {
        return (int) (Math.max(0, unread - FREE_BYTES) / UNIT_BYTES);
    }

    private void release(int units) {
        if (held > units) {
            budget.release(held - units);
            held = units;
        }
    }
}
