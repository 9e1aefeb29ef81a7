package dev.portside.cache;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the changes to what is cached, so that an entry can say which state it was read from. Keys share counters: a
 * change of one key outdates the few others on the same counter too, which costs a read and is never wrong.
 */
final class Generations {

    private final AtomicLongArray counters;

    /** @param stripes a power of two */
    Generations(int stripes) {
        this.counters = new AtomicLongArray(stripes);
    }

    long of(Object key) {
        return counters.get(stripe(key));
    }

    /** From now on everything read before is out of date. */
    void next(Object key) {
        counters.incrementAndGet(stripe(key));
    }

    void nextOfAll() {
        for (int i = 0; i < counters.length(); i++) {
            counters.incrementAndGet(i);
        }
    }

    private int stripe(Object key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (counters.length() - 1);
    }
}
