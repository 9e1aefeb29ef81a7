package dev.portside.application;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decision which failures are told. While something is away everything that needs it fails, with the same cause each time: that
 * is told at first, when the cause is another one, and once a minute with how many there were meanwhile. Safe for use by many threads.
 */
public final class TroubleLog {

    private static final long AGAIN_NANOS = 60_000_000_000L;

    /** What was told last, when, and how often it has come since. */
    private record Told(String cause, long at, long untold) {}

    private final AtomicReference<@Nullable Told> last = new AtomicReference<>();
    private final LongSupplier nanoTime;

    /** @param nanoTime a clock as {@link System#nanoTime()} */
    public TroubleLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns what to tell of this failure; null when it has been told. */
    public @Nullable String told(String cause) {
        long now = nanoTime.getAsLong();
        while (true) {
            Told before = last.get();
            boolean same = before != null && before.cause().equals(cause);
            boolean tell = before == null || !same || now - before.at() >= AGAIN_NANOS;
            Told after = tell || before == null
                    ? new Told(cause, now, 0)
                    : new Told(cause, before.at(), before.untold() + 1);
            if (last.compareAndSet(before, after)) {
                if (!tell) {
                    return null;
                }
                long untold = same && before != null ? before.untold() : 0;
                return untold == 0 ? cause : cause + " (and " + untold + " times before)";
            }
        }
    }

    /** Notes that all is well again: the next failure is news. */
    public void over() {
        if (last.get() != null) {
            last.set(null);
        }
    }
}
