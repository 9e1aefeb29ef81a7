package dev.portside.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counters of the changes to what is cached, so that an entry can say which state it was read from. Keys share counters: a
 * change of one key invalidates the few others on the same counter too, which costs a read and is never wrong.
 *
 * <p>A generation may also be doubtful for a while: a change may still be made in it that is not announced, so what is read
 * meanwhile must not be kept.
 */
final class Generations {

    private final AtomicLongArray counters;

    /** Of stripes, the end of their doubt; mostly empty. */
    private final ConcurrentMap<Integer, Long> doubts = new ConcurrentHashMap<>();

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

    /** From now on nothing that is read is to be kept, until a time has passed; to be called before {@link #next}. */
    void doubt(Object key, long now, long nanos) {
        doubts.merge(stripe(key), now + nanos, (known, added) -> known - added > 0 ? known : added);
    }

    /** Returns whether what is read from now on is not to be kept. */
    boolean areDoubtful(Object key, long now) {
        if (doubts.isEmpty()) {
            return false;
        }
        int stripe = stripe(key);
        Long end = doubts.get(stripe);
        if (end == null) {
            return false;
        }
        if (now - end < 0) {
            return true;
        }
        doubts.remove(stripe, end);
        return false;
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
