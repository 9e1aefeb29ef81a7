package dev.portside.imaging.jpeg;

import java.util.Arrays;

/**
 * The codes of a JPEG's table (ITU-T T.81, annex C and F.2.2.3). Each symbol says how many zeros come before a coefficient,
 * and how many bits of it follow. Where code and coefficient are short, which is nearly always, one look finds both.
 */
final class Huffman {

    /** So many bits are looked up at once: the table then stays in the processor's first cache. */
    static final int LOOK = 10;

    /** A run that leads beyond any block. */
    static final int END_OF_BLOCK = 64;

    private static final int LONGEST_CODE = 16;
    private static final int ZEROS_ONLY = 0xF0;

    private final int[] found = new int[1 << LOOK];
    private final int[] beyond = new int[LONGEST_CODE + 1];
    private final int[] shift = new int[LONGEST_CODE + 1];
    private final byte[] symbols;

    /**
     * Of a table as it stands in the file.
     *
     * @param counts how many codes there are of 1, 2, … 16 bits
     * @param symbols in the order of their codes
     */
    Huffman(int[] counts, byte[] symbols) throws Unusual {
        this.symbols = symbols;
        int code = 0;
        int symbol = 0;
        for (int length = 1; length <= LONGEST_CODE; length++) {
            shift[length] = symbol - code;
            for (int i = 0; i < counts[length - 1]; i++) {
                if (code >= 1 << length) {
                    throw new Unusual();
                }
                if (length <= LOOK) {
                    enter(code, length, symbols[symbol] & 0xFF);
                }
                code++;
                symbol++;
            }
            beyond[length] = code << (LONGEST_CODE - length);
            code <<= 1;
        }
    }

    private void enter(int code, int length, int symbol) {
        int rest = LOOK - length;
        int size = symbol & 0xF;
        if (size > rest) {
            return;
        }
        int run = size == 0 && symbol != ZEROS_ONLY ? END_OF_BLOCK : symbol >> 4;
        for (int bits = 0; bits < 1 << size; bits++) {
            int entry = (extend(bits, size) << 16) | (run << 8) | (length + size);
            int from = ((code << size) | bits) << (rest - size);
            Arrays.fill(found, from, from + (1 << (rest - size)), entry);
        }
    }

    /** What the next {@link #LOOK} bits say: the value in the upper half, then the run, then how many bits that was; or 0. */
    int look(int bits) {
        return found[bits];
    }

    /** What the next 16 bits begin with: the symbol, and behind it the length of its code. */
    int code(int bits) throws Unusual {
        for (int length = 1; length <= LONGEST_CODE; length++) {
            if (bits < beyond[length]) {
                return ((symbols[(bits >> (LONGEST_CODE - length)) + shift[length]] & 0xFF) << 8) | length;
            }
        }
        throw new Unusual();
    }

    /** A coefficient of so many bits (F.2.2.1). */
    static int extend(int bits, int size) {
        return size == 0 || bits >> (size - 1) != 0 ? bits : bits - (1 << size) + 1;
    }
}
