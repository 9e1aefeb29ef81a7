package dev.portside.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Answers kept in this process. An entry carries the generation that was current <em>before</em> it was loaded and is
 * good only while that generation is current; each change of the data moves on to the next generation when the change
 * is done. So whatever a read raced with, it leaves nothing stale for a read that begins after the change.
 */
final class LocalCache<K, V> {

    /**
     * Value that a loader found.
     *
     * @param until the {@link System#nanoTime()} up to which it may be served
     */
    record Loaded<V>(V value, boolean keep, long until) {}

    private record Entry<V>(V value, long generation, long until, AtomicBoolean renewed) {}

    /** Last part of an entry's life, in which a hit reloads it meanwhile. */
    private static final int RENEWED_IN_LAST = 5;

    private final com.github.benmanes.caffeine.cache.Cache<K, Entry<V>> entries;
    private final Generations generations;
    private final LongSupplier nanoTime;
    private final ReadCounters reads;
    private final RefreshAhead refreshAhead;
    private final long renewedBefore;

    /** @param refreshAhead reloads entries that are hit shortly before they expire, so that no caller waits */
    LocalCache(
            int maxEntries,
            Duration ttl,
            Generations generations,
            LongSupplier nanoTime,
            ReadCounters reads,
            RefreshAhead refreshAhead) {
        // Upkeep runs in the calling thread: it is tiny, and the common pool belongs to the application.
        this.entries = Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .expireAfterWrite(ttl)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
        this.generations = generations;
        this.nanoTime = nanoTime;
        this.reads = reads;
        this.refreshAhead = refreshAhead;
        this.renewedBefore = ttl.toNanos() / RENEWED_IN_LAST;
    }

    /** The kept value, the same instance each time, or else the loader's. Runs the loader without holding any lock. */
    V get(K key, Supplier<Loaded<V>> loader) {
        long generation = generations.of(key);
        Entry<V> entry = entries.getIfPresent(key);
        if (entry != null && entry.generation() == generation) {
            long left = entry.until() - nanoTime.getAsLong();
            if (left > 0) {
                reads.hit();
                if (left < renewedBefore) {
                    renew(key, entry, loader);
                }
                return entry.value();
            }
        }
        reads.miss();
        return load(key, loader);
    }

    private V load(K key, Supplier<Loaded<V>> loader) {
        long generation = generations.of(key);
        boolean doubtful = generations.areDoubtful(key, nanoTime.getAsLong());
        Loaded<V> loaded = loader.get();
        // A stale entry would do no harm, but it would push out one that others can use.
        if (loaded.keep() && !doubtful && generations.of(key) == generation) {
            entries.put(key, new Entry<>(loaded.value(), generation, loaded.until(), new AtomicBoolean()));
        }
        return loaded.value();
    }

    /** Runs once for each entry: when it fails, the next caller after the expiry sees the failure. */
    private void renew(K key, Entry<V> entry, Supplier<Loaded<V>> loader) {
        if (entry.renewed().compareAndSet(false, true) && !refreshAhead.start(() -> load(key, loader))) {
            entry.renewed().set(false);
        }
    }

    /** Frees memory; the generations see to it that nothing stale is served. */
    void evict(K key) {
        entries.invalidate(key);
    }

    void evictAll() {
        entries.invalidateAll();
    }
}
