package dev.portside.application.concurrency;

import dev.portside.application.concurrency.Coalescer.Limits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Coalesces equal reads and leaves different ones alone: for reads that cannot be merged, or of which one may take a
 * thousand times as long as another. Holds one small object per key that is being read. Safe for use by many threads.
 */
public final class KeyedCoalescer<K, V> {

    /** One, as all keys of a coalescer are equal; and another that never comes, so that a reading takes all that wait. */
    private static final int KEYS = 2;

    private static final int SLOW_READINGS = 4;

    private static final class Key<K, V> {
        private final Coalescer<K, V> coalescer;
        private int users;

        Key(Function<K, Optional<V>> read, Limits limits) {
            this.coalescer = new Coalescer<>(read, keys -> Map.of(), limits);
        }
    }

    private final Function<K, Optional<V>> read;
    private final Limits limits;
    private final ConcurrentMap<K, Key<K, V>> keys = new ConcurrentHashMap<>();

    /**
     * Coalesces this.
     *
     * @param patience how long those that wait leave it to the reading under way before one begins another beside it
     */
    public KeyedCoalescer(Function<K, Optional<V>> read, Duration patience) {
        this.read = read;
        this.limits = new Limits(KEYS, 1, SLOW_READINGS, patience);
    }

    /** Returns what the read found, made after this call began. */
    public Optional<V> get(K key) {
        Key<K, V> shared = keys.compute(key, (any, known) -> {
            Key<K, V> used = known == null ? new Key<>(read, limits) : known;
            used.users++;
            return used;
        });
        try {
            return shared.coalescer.get(key);
        } finally {
            keys.computeIfPresent(key, (any, known) -> --known.users == 0 ? null : known);
        }
    }
}
