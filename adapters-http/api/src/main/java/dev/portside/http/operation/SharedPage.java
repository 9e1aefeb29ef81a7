package dev.portside.http.operation;

import dev.portside.application.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Page that is made at most once in a while, by one thread, and shared by all requests meanwhile: the cost is the same for
 * any number of them. No request gets a page that was older than that when it asked; one that was begun later is new enough
 * however long it took. Safe for use by many threads.
 */
final class SharedPage {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Page(byte[] bytes, long madeAt) {}

    private final Supplier<String> maker;
    private final long maxAgeNanos;
    private final LongSupplier nanoTime;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable Page latest;

    /** @param nanoTime {@link System#nanoTime}, or another clock */
    SharedPage(Supplier<String> maker, Duration maxAge, LongSupplier nanoTime) {
        this.maker = maker;
        this.maxAgeNanos = maxAge.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Returns the page in UTF-8; callers must not change it. */
    byte[] bytes() {
        long asked = nanoTime.getAsLong();
        Page page = latest;
        if (page != null && isFresh(page, asked)) {
            return page.bytes();
        }
        try {
            making.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Category.TIMEOUT, "a page that others wait for was not made in time", e);
        }
        try {
            Page other = latest;
            if (other != null && isFresh(other, asked)) {
                return other.bytes();
            }
            long now = nanoTime.getAsLong();
            byte[] made = maker.get().getBytes(StandardCharsets.UTF_8);
            latest = new Page(made, now);
            return made;
        } finally {
            making.unlock();
        }
    }

    private boolean isFresh(Page page, long asked) {
        return asked - page.madeAt() < maxAgeNanos;
    }
}
