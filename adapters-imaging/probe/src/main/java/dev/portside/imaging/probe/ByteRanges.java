package dev.portside.imaging.probe;

import dev.portside.application.image.ImageRefusal.NotAnImage;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Parts of a file, in their order. Those that follow each other are one, for a file may be cut into millions. */
final class ByteRanges {

    /** A file of the largest size that is allowed has some thousand parts, and nearly all of them follow each other. */
    private static final int MOST = 10_000;

    /** Where each begins and ends. */
    private int[] bounds = new int[8];

    private int used;

    /** Adds what lies between two places; stops when there are far too many. */
    void add(int from, int to) {
        if (used > 0 && bounds[used - 1] == from) {
            bounds[used - 1] = to;
            return;
        }
        if (used == 2 * MOST) {
            throw new HeaderRefused(new NotAnImage());
        }
        if (used == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * used);
        }
        bounds[used] = from;
        bounds[used + 1] = to;
        used += 2;
    }

    /** Of all of them, in bytes. */
    int length() {
        int length = 0;
        for (int i = 0; i < used; i += 2) {
            length += bounds[i + 1] - bounds[i];
        }
        return length;
    }

    void write(Bytes bytes, ByteBuffer into) {
        for (int i = 0; i < used; i += 2) {
            bytes.write(bounds[i], bounds[i + 1], into);
        }
    }
}
