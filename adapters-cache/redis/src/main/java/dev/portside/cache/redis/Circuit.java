package dev.portside.cache.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Circuit breaker of this node's use of Redis. Starts open, that is without Redis; the first failure opens it, and only a probe, of
 * which there is one at a time and never on behalf of a request, closes it. Says so once each time.
 */
final class Circuit {

    private static final Logger LOG = LoggerFactory.getLogger(RedisCache.class);

    /** No time of {@link System#nanoTime()} is special, so being closed needs a place beside the time. */
    private record Open(long since, boolean everClosed) {}

    private final Duration atLeast;
    private final LongSupplier nanoTime;
    private final AtomicLong openings = new AtomicLong();
    private volatile boolean closed;
    private volatile Open open;
    private volatile boolean quiet;

    /** @param atLeast how long it stays open, so that what missed an invalidation meanwhile has expired */
    Circuit(Duration atLeast, LongSupplier nanoTime) {
        this.atLeast = atLeast;
        this.nanoTime = nanoTime;
        this.open = new Open(nanoTime.getAsLong(), false);
    }

    boolean isClosed() {
        return closed;
    }

    /** How often it has opened. */
    long openings() {
        return openings.get();
    }

    synchronized void failed(String reason) {
        if (!closed) {
            return;
        }
        open = new Open(nanoTime.getAsLong(), true);
        closed = false;
        openings.incrementAndGet();
        if (!quiet) {
            LOG.warn(
                    "Redis failed ({}). Users are read from the store for at least {} ms and until it answers again.",
                    reason,
                    atLeast.toMillis());
        }
    }

    /** Returns whether it has been open for long enough to close when Redis answers. */
    boolean mayClose() {
        Open now = open;
        return !closed && (!now.everClosed() || nanoTime.getAsLong() - now.since() >= atLeast.toNanos());
    }

    synchronized void close() {
        if (!closed && mayClose()) {
            closed = true;
            LOG.info("Redis answers; nodes share the users they have read.");
        }
    }

    /** Opens it for good; what fails from now on is no news. */
    synchronized void retire() {
        quiet = true;
        failed("closing");
    }
}
