package dev.portside.application.coalescing;

import dev.portside.application.coalescing.Coalescer.Limits;
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
final class EqualReads<K, V> {

    /** A second reading of the same key shall be rare, for it takes as long as the first and slows it down. */
    private static final Limits LIMITS = new Limits(1, 1, 4, Duration.ofMillis(250));

    private static final class Key<K, V> {
        private final Coalescer<K, V> coalescer;
        private int users;

        Key(Function<K, Optional<V>> read) {
            this.coalescer = new Coalescer<>(read, keys -> Map.of(), LIMITS);
        }
    }

    private final Function<K, Optional<V>> read;
    private final ConcurrentMap<K, Key<K, V>> keys = new ConcurrentHashMap<>();

    EqualReads(Function<K, Optional<V>> read) {
        this.read = read;
    }

    Optional<V> get(K key) {
        Key<K, V> shared = keys.compute(key, (any, known) -> {
            Key<K, V> used = known == null ? new Key<>(read) : known;
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
