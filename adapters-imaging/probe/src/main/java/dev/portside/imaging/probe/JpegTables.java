package dev.portside.imaging.probe;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Huffman tables of a JPEG. Frames of Motion JPEG leave theirs out, and mean those of ITU-T T.81, K.3, which libjpeg supplies and
 * other decoders do not.
 */
final class JpegTables {

    /** Only these two of each kind have a standard. */
    private static final int STANDARD = 2;

    private static final int LENGTHS = 16;

    /** How many codes there are of each length, and their values: for luminance, then for colour differences. */
    private static final String DC_LUMINANCE = "00010501010101010100000000000000000102030405060708090a0b";

    private static final String DC_COLOURS = "00030101010101010101010000000000000102030405060708090a0b";

    private static final String AC_LUMINANCE =
            "0002010303020403050504040000017d01020300041105122131410613516107227114328191a1082342b1c11552d1f0"
                    + "2433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a63646566676869"
                    + "6a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5"
                    + "c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa";

    private static final String AC_COLOURS =
            "00020102040403040705040400010277000102031104052131061241510761711322328108144291a1b1c109233352f0"
                    + "156272d10a162434e125f11718191a262728292a35363738393a434445464748494a535455565758595a636465666768"
                    + "696a737475767778797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3"
                    + "c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa";

    private final boolean[] dc = new boolean[STANDARD];
    private final boolean[] ac = new boolean[STANDARD];
    private boolean missing;

    /** Takes notice of what a segment defines, as far as it is sound. */
    void defined(Bytes bytes, int from, int end) {
        int at = from;
        while (at + 1 + LENGTHS <= end) {
            int number = bytes.u8(at);
            boolean[] kind = number >> 4 == 0 ? dc : ac;
            if ((number & 0xF) < STANDARD) {
                kind[number & 0xF] = true;
            }
            int codes = 0;
            for (int i = 1; i <= LENGTHS; i++) {
                codes += bytes.u8(at + i);
            }
            at += 1 + LENGTHS + codes;
        }
    }

    /** Takes notice of what a scan uses: behind the number of its channels come the name and the tables of each. */
    void used(Bytes bytes, int at, int end) {
        int channels = bytes.u8(at);
        for (int i = 0; i < channels && at + 2 + 2 * i < end; i++) {
            int selectors = bytes.u8(at + 2 + 2 * i);
            missing |= isMissing(dc, selectors >> 4) || isMissing(ac, selectors & 0xF);
        }
    }

    private static boolean isMissing(boolean[] kind, int number) {
        return number < STANDARD && !kind[number];
    }

    /** Returns whether a scan used a table that was not defined before it and has a standard. */
    boolean missing() {
        return missing;
    }

    /** A segment that defines all four; what the file defines comes behind it and holds. */
    static byte[] standard() {
        HexFormat hex = HexFormat.of();
        byte[][] tables = {
            hex.parseHex("00" + DC_LUMINANCE),
            hex.parseHex("10" + AC_LUMINANCE),
            hex.parseHex("01" + DC_COLOURS),
            hex.parseHex("11" + AC_COLOURS)
        };
        int length = 2;
        for (byte[] table : tables) {
            length += table.length;
        }
        ByteBuffer segment =
                ByteBuffer.allocate(2 + length).putShort((short) 0xFFC4).putShort((short) length);
        for (byte[] table : tables) {
            segment.put(table);
        }
        return segment.array();
    }
}
