package dev.portside.application;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Log filter of repeated failures. While a dependency is unavailable, all that needs it fails with the same cause each time: that
 * is logged at first, and once a minute with the count since then, for each cause by itself. Safe for use by many threads.
 */
public final class RepeatedFailureLog {

    private static final long AGAIN_NANOS = 60_000_000_000L;

    /** Causes that are kept apart; there are fewer, unless their texts contain something that differs each time. */
    private static final int MAX_CAUSES = 100;

    /** Stands for the causes that came when there were too many. */
    private static final String OTHERS = "";

    /** Time at which a cause was last logged, its count since then, and the message to log now. */
    private record Logged(long at, long unlogged, @Nullable String now) {}

    private final Map<String, Logged> causes = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /** @param nanoTime a clock as {@link System#nanoTime()} */
    public RepeatedFailureLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns what to log of this failure; null when it was logged recently. */
    public @Nullable String toLog(String cause) {
        return toLog(cause, cause);
    }

    /**
     * Returns what to log of this failure; null when its cause was logged recently.
     *
     * @param cause the same for all failures of which one is enough
     * @param message what to log
     */
    public @Nullable String toLog(String cause, String message) {
        String key = causes.size() < MAX_CAUSES || causes.containsKey(cause) ? cause : OTHERS;
        long now = nanoTime.getAsLong();
        Logged after = causes.compute(key, (any, before) -> {
            if (before == null) {
                return new Logged(now, 0, message);
            }
            if (now - before.at() < AGAIN_NANOS) {
                return new Logged(before.at(), before.unlogged() + 1, null);
            }
            long unlogged = before.unlogged();
            return new Logged(now, 0, unlogged == 0 ? message : message + " (and " + unlogged + " times before)");
        });
        return after.now();
    }

    /** Notes that all is well again: the next failure is news. */
    public void over() {
        if (!causes.isEmpty()) {
            causes.clear();
        }
    }
}
