package dev.portside.http.body;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pool of reusable byte arrays for large bodies. Megabytes of garbage with each body fill the heap in a second, and nothing
 * is answered while they are collected. Arrays in use and free arrays together take no more than the bound, unless those in
 * use alone do; the collector takes free arrays when memory is short. Safe for use by many threads.
 */
final class BufferPool {

    /** Lengths between one power of two and the next: so many, so that at most a quarter of an array is left empty. */
    private static final int STEPS = 4;

    /** Longer ones the JVM does not make. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    /** Array that is not in use. The collector may have taken it; its length is known all the same. */
    private record Free(SoftReference<byte[]> array, int length) {}

    private final long most;
    private final List<Free> free = new ArrayList<>();
    private long used;

    /** @param most bytes of all, together */
    BufferPool(long most) {
        this.most = most;
    }

    /** Returns the length of the array that is taken for a body of so many bytes, which is at least one. */
    static int room(int length) {
        long step = Math.max(1, Integer.highestOneBit(length - 1) / STEPS);
        return (int) Math.min(LONGEST, Math.ceilDiv(length, step) * step);
    }

    /** Returns an array of the length that {@link #room} returns; it still has the content of an earlier body. */
    synchronized byte[] take(int length) {
        int room = room(length);
        used += room;
        byte[] array = kept(room);
        trim();
        return array == null ? new byte[room] : array;
    }

    /** Keeps the array, which must no longer be in use, and in return drops those that were kept longest. */
    synchronized void give(byte[] array) {
        used -= array.length;
        free.add(new Free(new SoftReference<>(array), array.length));
        trim();
    }

    /** Drops an array that its taker no longer uses, but that may still be read: it is not reused. */
    synchronized void forget(byte[] array) {
        used -= array.length;
    }

    /** Looks at none but the one that fits: what is looked at counts as used, and the collector would spare it. */
    private byte @Nullable [] kept(int length) {
        for (int i = free.size() - 1; i >= 0; i--) {
            Free one = free.get(i);
            if (one.length() == length) {
                free.remove(i);
                byte[] array = one.array().get();
                if (array != null) {
                    return array;
                }
            }
        }
        return null;
    }

    private void trim() {
        free.removeIf(one -> one.array().refersTo(null));
        long kept = free.stream().mapToLong(Free::length).sum();
        while (kept > 0 && used + kept > most) {
            kept -= free.removeFirst().length();
        }
    }
}
