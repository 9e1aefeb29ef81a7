package dev.portside.http.body;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What large bodies have lain in, for the next ones. Megabytes that are thrown away with each body fill the heap in a second,
 * and while that is tidied up nothing is answered. All that are in use and all that are kept take no more together than was
 * said, unless those in use alone do; what nobody has a use for goes when memory is short. Safe for use by many threads.
 */
final class BufferPool {

    /** Lengths between one power of two and the next: so many, so that at most a quarter of an array is left empty. */
    private static final int STEPS = 4;

    /** Longer ones the JVM does not make. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    /** One that nobody uses. The collector may have taken it; how long it was is known all the same. */
    private record Free(SoftReference<byte[]> array, int length) {}

    private final long most;
    private final List<Free> free = new ArrayList<>();
    private long used;

    /** @param most bytes of all, together */
    BufferPool(long most) {
        this.most = most;
    }

    /** How long the array is that is taken for a body of so many bytes, which is at least one. */
    static int room(int length) {
        long step = Math.max(1, Integer.highestOneBit(length - 1) / STEPS);
        return (int) Math.min(LONGEST, Math.ceilDiv(length, step) * step);
    }

    /** One of the length that {@link #room} tells; what is in it is somebody else's. */
    synchronized byte[] take(int length) {
        int room = room(length);
        used += room;
        byte[] array = kept(room);
        trim();
        return array == null ? new byte[room] : array;
    }

    /** Keeps it, which nobody may use any more, and in return lets go of those that were kept longest. */
    synchronized void give(byte[] array) {
        used -= array.length;
        free.add(new Free(new SoftReference<>(array), array.length));
        trim();
    }

    /** It is not used any more as far as the taker knows, and may be looked at all the same: nobody gets it. */
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
