package dev.portside.imaging.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The coefficients of a scan, one after the other (ITU-T T.81, annex F.2.2). Not for several threads. */
final class Scan {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long LOW_BITS = 0x7F * ONES;
    private static final long HIGH_BITS = ONES << 7;

    /** The longest code and the longest coefficient. */
    private static final int NEEDED = 32;

    private static final int RESTART = 0xD0;

    private final byte[] bytes;
    /** How far the file goes; the array may go on. */
    private final int end;

    private int at;
    /** The next ones, from the top. */
    private long bits;

    private int count;
    /** How many of them do not stand in the file. */
    private int madeUp;

    /** @param at counted from the begin of the file */
    Scan(ByteBuffer file, int at) {
        this.bytes = file.array();
        this.end = file.arrayOffset() + file.limit();
        this.at = file.arrayOffset() + at;
    }

    /** By how much the DC coefficient differs from that of the block before. */
    int difference(Huffman table) throws Unusual {
        if (count < NEEDED) {
            fill();
        }
        int code = table.code((int) (bits >>> 48));
        int size = code >> 8;
        if (size > 15) {
            throw new Unusual();
        }
        skip(code & 0xFF);
        int value = size == 0 ? 0 : Huffman.extend((int) (bits >>> (64 - size)), size);
        skip(size);
        return value;
    }

    private void skip(int length) {
        bits <<= length;
        count -= length;
    }

    /**
     * Adds the AC coefficients of a block. Nine tenths of the time that decoding takes are spent here, so that
     * what changes is kept in local variables.
     *
     * @param places where each coefficient goes, in their order in the file and further; those that are not needed go to one
     *     place
     * @param factors by what each is multiplied, by its place in the file
     * @return whether there are any
     */
    boolean block(Huffman table, int[] places, float[] factors, float[] into) throws Unusual {
        long next = bits;
        int left = count;
        int k = 1;
        int run = 0;
        while (k < 64) {
            if (left < NEEDED) {
                long more = at + 8 <= end ? (long) EIGHT_BYTES.get(bytes, at) : -1;
                if ((((more & LOW_BITS) + ONES) & more & HIGH_BITS) == 0) {
                    // Bits of a byte that does not fit as a whole are there already when it comes the next time.
                    next |= more >>> left;
                    int taken = (64 - left) >> 3;
                    at += taken;
                    left += taken << 3;
                } else {
                    bits = next;
                    count = left;
                    fill();
                    next = bits;
                    left = count;
                }
            }
            int found = table.look((int) (next >>> (64 - Huffman.LOOK)));
            if (found != 0) {
                run = (found >> 8) & 0xFF;
                k += run;
                into[places[k]] = (found >> 16) * factors[k & 63];
                k++;
                next <<= found & 0xFF;
                left -= found & 0xFF;
            } else {
                int code = table.code((int) (next >>> 48));
                int size = (code >> 8) & 0xF;
                next <<= code & 0xFF;
                run = code >> 12;
                if (size == 0) {
                    run = run == 15 ? run : Huffman.END_OF_BLOCK;
                    k += run + 1;
                } else {
                    k += run;
                    into[places[k]] = Huffman.extend((int) (next >>> (64 - size)), size) * factors[k & 63];
                    k++;
                    next <<= size;
                }
                left -= (code & 0xFF) + size;
            }
        }
        bits = next;
        count = left;
        if (k > 64 && run != Huffman.END_OF_BLOCK) {
            throw new Unusual();
        }
        // Where the first thing that came was the end.
        return k != 1 + Huffman.END_OF_BLOCK + 1;
    }

    /** Byte by byte: a zero is stuffed behind each byte of ones, and at any other marker no more come. */
    private void fill() {
        while (count <= 56) {
            int value = 0;
            if (at < end && bytes[at] != -1) {
                value = bytes[at] & 0xFF;
                at++;
            } else if (at + 1 < end && bytes[at + 1] == 0) {
                value = 0xFF;
                at += 2;
            } else {
                madeUp += 8;
            }
            bits |= (long) value << (56 - count);
            count += 8;
        }
    }

    /** Has read no further than the file goes. */
    void requireWhole() throws Unusual {
        if (madeUp > count) {
            throw new Unusual();
        }
    }

    /** Goes on behind the marker that must be here, of those that are counted from 0 to 7. */
    void restart(int number) throws Unusual {
        requireWhole();
        if (count - madeUp >= 8
                || at + 1 >= end
                || bytes[at] != -1
                || (bytes[at + 1] & 0xFF) != RESTART + (number & 7)) {
            throw new Unusual();
        }
        at += 2;
        bits = 0;
        count = 0;
        madeUp = 0;
    }
}
