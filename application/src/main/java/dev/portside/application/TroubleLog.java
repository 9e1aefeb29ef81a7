package dev.portside.application;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decision which failures are told. While something is away everything that needs it fails, with the same cause each time: that
 * is told at first, and once a minute with how many there were meanwhile, for each cause by itself. Safe for use by many threads.
 */
public final class TroubleLog {

    private static final long AGAIN_NANOS = 60_000_000_000L;

    /** Causes that are kept apart; there are fewer, unless whoever names them puts something into each that differs. */
    private static final int MAX_CAUSES = 100;

    /** Stands for the causes that came when there were too many. */
    private static final String OTHERS = "";

    /** When a cause was told last, how often it has come since, and what to tell of it now. */
    private record Told(long at, long untold, @Nullable String now) {}

    private final Map<String, Told> causes = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /** @param nanoTime a clock as {@link System#nanoTime()} */
    public TroubleLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns what to tell of this failure; null when it has been told. */
    public @Nullable String told(String cause) {
        return told(cause, cause);
    }

    /**
     * Returns what to tell of this failure; null when its cause has been told.
     *
     * @param cause the same for all failures of which one is enough
     * @param message what to tell
     */
    public @Nullable String told(String cause, String message) {
        String key = causes.size() < MAX_CAUSES || causes.containsKey(cause) ? cause : OTHERS;
        long now = nanoTime.getAsLong();
        Told after = causes.compute(key, (any, before) -> {
            if (before == null) {
                return new Told(now, 0, message);
            }
            if (now - before.at() < AGAIN_NANOS) {
                return new Told(before.at(), before.untold() + 1, null);
            }
            long untold = before.untold();
            return new Told(now, 0, untold == 0 ? message : message + " (and " + untold + " times before)");
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
