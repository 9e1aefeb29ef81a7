package dev.portside.imaging.jpeg;

import dev.portside.domain.image.ImageSize;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables and the frame of a JPEG up to its scan (ITU-T T.81, annex B), when it is one of those that nearly all are: Huffman
 * codes, one scan, and either grey or luminance and two colour differences.
 */
final class BaselineHeader {

    private static final int SOF0 = 0xC0;
    private static final int SOF1 = 0xC1;
    private static final int DHT = 0xC4;
    private static final int SOS = 0xDA;
    private static final int DQT = 0xDB;
    private static final int DRI = 0xDD;
    private static final int APP0 = 0xE0;
    private static final int APP14 = 0xEE;

    private static final int TABLES = 4;

    /** Of quantisation, of DC and of AC codes, each twice. */
    private static final int MOST_TABLES = 2 * 3 * TABLES;

    private static final int COEFFICIENTS = 64;
    private static final int LONGEST_CODE = 16;
    private static final int MOST_SAMPLING = 4;
    private static final int ADOBE_TRANSFORM_AT = 11;

    private final ByteBuffer bytes;
    private final int[][] quantisation = new int[TABLES][];
    private final @Nullable Huffman[] dc = new @Nullable Huffman[TABLES];
    private final @Nullable Huffman[] ac = new @Nullable Huffman[TABLES];
    private final List<Component> components = new ArrayList<>();
    private ImageSize size = new ImageSize(1, 1);
    private boolean jfif;
    /** What Adobe's segment says of the colours; 1 is luminance and differences. */
    private int transform = -1;

    /** How many tables came: a file could have nothing else. */
    private int tables;

    private int restartInterval;
    private int scanAt;

    /**
     * What a frame says of one of the channels.
     *
     * @param across how many blocks of it lie beside each other in an MCU, the smallest coded unit of the scan
     * @param down how many lie below each other
     * @param quantisation table of it, in zigzag order
     * @param dc codes of the first coefficient of a block, as a difference
     * @param ac codes of the others
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Component(int across, int down, int[] quantisation, Huffman dc, Huffman ac) {}

    /** @throws Unusual when it is another kind of JPEG, or broken */
    BaselineHeader(ByteBuffer bytes) throws Unusual {
        this.bytes = bytes;
        List<int[]> frame = List.of();
        int at = 2;
        while (scanAt == 0) {
            if (u8(at) != 0xFF) {
                throw new Unusual();
            }
            int marker = u8(at + 1);
            int data = at + 4;
            int end = at + 2 + u16(at + 2);
            switch (marker) {
                case APP0 -> jfif = jfif || begins(data, "JFIF\0");
                case APP14 -> transform = end > data + ADOBE_TRANSFORM_AT ? u8(data + ADOBE_TRANSFORM_AT) : -1;
                case DQT -> quantisationTables(data, end);
                case DHT -> huffmanTables(data, end);
                case DRI -> restartInterval = u16(data);
                case SOF0, SOF1 -> frame = frame(data);
                case SOS -> scan(data, end, frame);
                default -> throw new Unusual();
            }
            at = end;
        }
    }

    private void quantisationTables(int from, int end) throws Unusual {
        int at = from;
        while (at < end) {
            int wide = u8(at) >> 4;
            int[] table = new int[COEFFICIENTS];
            for (int k = 0; k < COEFFICIENTS; k++) {
                table[k] = wide == 0 ? u8(at + 1 + k) : u16(at + 1 + 2 * k);
                if (table[k] == 0) {
                    // Nothing can have been divided by it (B.2.4.1).
                    throw new Unusual();
                }
            }
            quantisation[table(u8(at) & 0xF)] = table;
            at += 1 + COEFFICIENTS * (wide == 0 ? 1 : 2);
        }
    }

    private void huffmanTables(int from, int end) throws Unusual {
        int at = from;
        while (at < end) {
            int[] counts = new int[LONGEST_CODE];
            int total = 0;
            for (int i = 0; i < LONGEST_CODE; i++) {
                counts[i] = u8(at + 1 + i);
                total += counts[i];
            }
            byte[] symbols = new byte[total];
            for (int i = 0; i < total; i++) {
                symbols[i] = (byte) u8(at + 1 + LONGEST_CODE + i);
            }
            (u8(at) >> 4 == 0 ? dc : ac)[table(u8(at) & 0xF)] = new Huffman(counts, symbols);
            at += 1 + LONGEST_CODE + total;
        }
    }

    /** Where a table with this number goes. */
    private int table(int number) throws Unusual {
        tables++;
        if (number >= TABLES || tables > MOST_TABLES) {
            throw new Unusual();
        }
        return number;
    }

    /** For each channel its name, how many blocks across and down, and the number of its quantisation table. */
    private List<int[]> frame(int data) throws Unusual {
        if (u16(data + 1) == 0 || u16(data + 3) == 0) {
            throw new Unusual();
        }
        size = new ImageSize(u16(data + 3), u16(data + 1));
        List<int[]> channels = new ArrayList<>();
        for (int i = 0; i < u8(data + 5); i++) {
            int at = data + 6 + 3 * i;
            channels.add(new int[] {u8(at), u8(at + 1) >> 4, u8(at + 1) & 0xF, u8(at + 2)});
        }
        return channels;
    }

    private void scan(int data, int end, List<int[]> frame) throws Unusual {
        int count = u8(data);
        if (count != frame.size() || (count != 1 && !luminanceFirst(frame)) || !sequential(data + 1 + 2 * count, end)) {
            throw new Unusual();
        }
        for (int i = 0; i < count; i++) {
            int[] channel = frame.get(i);
            int selectors = u8(data + 2 + 2 * i);
            if (channel[3] >= TABLES || selectors >> 4 >= TABLES || (selectors & 0xF) >= TABLES) {
                throw new Unusual();
            }
            int[] steps = quantisation[channel[3]];
            Huffman ofDc = dc[selectors >> 4];
            Huffman ofAc = ac[selectors & 0xF];
            if (u8(data + 1 + 2 * i) != channel[0] || steps == null || ofDc == null || ofAc == null) {
                throw new Unusual();
            }
            // A lone channel's blocks simply follow each other, whatever it says (A.2.2).
            int across = count == 1 ? 1 : channel[1];
            int down = count == 1 ? 1 : channel[2];
            components.add(new Component(across, down, steps, ofDc, ofAc));
        }
        for (Component component : components) {
            if (divides(component.across(), mostAcross()) && divides(component.down(), mostDown())) {
                continue;
            }
            throw new Unusual();
        }
        scanAt = end;
    }

    /** Returns whether the scan says that it has all coefficients of each block, in all their bits (B.2.3, table B.3). */
    private boolean sequential(int at, int end) throws Unusual {
        return u8(at) == 0 && u8(at + 1) == COEFFICIENTS - 1 && u8(at + 2) == 0 && end == at + 3;
    }

    private static boolean divides(int sampling, int most) {
        return sampling > 0 && most <= MOST_SAMPLING && most % sampling == 0;
    }

    /** As libjpeg finds it out, but for what it guesses. */
    private boolean luminanceFirst(List<int[]> frame) {
        if (frame.size() != 3) {
            return false;
        }
        if (jfif || transform >= 0) {
            return jfif || transform == 1;
        }
        // Without any statement it is luminance, unless its names say otherwise; header reading has put that
        // right.
        return frame.get(0)[0] == 1 && frame.get(1)[0] == 2 && frame.get(2)[0] == 3;
    }

    private boolean begins(int at, String name) throws Unusual {
        for (byte wanted : name.getBytes(StandardCharsets.ISO_8859_1)) {
            if (u8(at) != wanted) {
                return false;
            }
            at++;
        }
        return true;
    }

    private int u8(int at) throws Unusual {
        if (at >= bytes.limit()) {
            throw new Unusual();
        }
        return bytes.get(at) & 0xFF;
    }

    private int u16(int at) throws Unusual {
        return (u8(at) << 8) | u8(at + 1);
    }

    ImageSize size() {
        return size;
    }

    List<Component> components() {
        return components;
    }

    /** Of all channels. */
    int mostAcross() {
        return components.stream().mapToInt(Component::across).max().orElse(1);
    }

    int mostDown() {
        return components.stream().mapToInt(Component::down).max().orElse(1);
    }

    /** After how many MCUs a marker comes; 0 for never. */
    int restartInterval() {
        return restartInterval;
    }

    /** Where the coefficients begin. */
    int scanAt() {
        return scanAt;
    }
}
