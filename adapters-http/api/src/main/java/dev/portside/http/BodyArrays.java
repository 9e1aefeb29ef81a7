package dev.portside.http;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What large bodies have lain in, for the next ones. Megabytes that are thrown away with each body fill the heap in a second,
 * and while that is tidied up nothing is answered. Who has no use for it for long loses it when memory is short. Safe for use
 * by many threads.
 */
final class BodyArrays {

    /** Bodies are of all sizes; so that one that is a little longer than the last finds room. */
    private static final int STEP_BYTES = 256 * 1_024;

    private final long most;
    private final List<SoftReference<byte[]>> free = new ArrayList<>();

    /** @param most bytes that are kept while nobody uses them */
    BodyArrays(long most) {
        this.most = most;
    }

    /** The shortest that there is of at least this length, or a new one; what is in it is somebody else's. */
    synchronized byte[] take(int length) {
        byte[] shortest = there().stream()
                .filter(array -> array.length >= length)
                .min(Comparator.comparingInt(array -> array.length))
                .orElse(null);
        if (shortest == null) {
            return new byte[Math.ceilDiv(length, STEP_BYTES) * STEP_BYTES];
        }
        free.removeIf(reference -> reference.refersTo(shortest));
        return shortest;
    }

    /** Keeps it, which nobody may use any more, and in return lets go of those that were kept longest. */
    synchronized void give(byte[] array) {
        free.add(new SoftReference<>(array));
        long kept = there().stream().mapToLong(one -> one.length).sum();
        while (kept > most) {
            byte[] oldest = free.removeFirst().get();
            kept -= oldest == null ? 0 : oldest.length;
        }
    }

    /** Those that the collector has not taken. */
    private List<byte[]> there() {
        List<byte[]> there = new ArrayList<>();
        free.removeIf(reference -> {
            byte[] array = reference.get();
            if (array != null) {
                there.add(array);
            }
            return array == null;
        });
        return there;
    }
}
