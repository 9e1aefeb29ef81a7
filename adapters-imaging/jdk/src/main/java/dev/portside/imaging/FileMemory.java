package dev.portside.imaging;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory for files that a decoder is given without some of their parts. Each thread uses its own again and again: megabytes
 * that are dropped with each image are what makes a collector stop all threads. When memory is
 * short, that of threads that have not asked for long goes.
 */
final class FileMemory {

    /** Files are of all sizes; so that one that is a little longer than the last finds room. */
    private static final int STEP = 256 * 1024;

    private static final ThreadLocal<@Nullable SoftReference<byte[]>> OWN = new ThreadLocal<>();

    private FileMemory() {}

    /** So many bytes, with which its array begins; until this thread asks again. */
    static ByteBuffer own(int length) {
        SoftReference<byte[]> last = OWN.get();
        byte[] own = last == null ? null : last.get();
        if (own == null || own.length < length) {
            own = new byte[Math.ceilDiv(length, STEP) * STEP];
            OWN.set(new SoftReference<>(own));
        }
        return ByteBuffer.wrap(own, 0, length);
    }
}
