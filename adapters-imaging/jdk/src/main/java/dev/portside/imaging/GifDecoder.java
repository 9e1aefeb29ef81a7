package dev.portside.imaging;

import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.Truncated;
import dev.portside.domain.image.ImageSize;
import dev.portside.imaging.scaling.Interruption;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Decodes the first frame of a GIF (GIF89a, 1990). ImageIO's reader makes garbage of two clear codes in a row, which encoders
 * write. The blocks of the file are known to be sound.
 */
final class GifDecoder {

    private static final int SCREEN_END = 13;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int COLOURS = 256;
    private static final int OPAQUE = 0xFF000000;

    /** First row and step of each pass. */
    private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

    private final ByteBuffer file;
    private int transparent = -1;

    private GifDecoder(ByteBuffer file) {
        this.file = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The frame, without what is around it. */
    static BufferedImage decode(ByteBuffer file) throws Broken {
        return new GifDecoder(file).decode();
    }

    private BufferedImage decode() throws Broken {
        int flags = u8(SCREEN_END - 3);
        int paletteAt = hasPalette(flags) ? SCREEN_END : -1;
        int paletteSize = paletteSize(flags);
        int at = SCREEN_END + (hasPalette(flags) ? 3 * paletteSize : 0);
        while (u8(at) == EXTENSION) {
            if (u8(at + 1) == GRAPHIC_CONTROL) {
                transparent = (u8(at + 3) & 1) == 1 ? u8(at + 6) : -1;
            }
            at += 2;
            while (u8(at) != 0) {
                at += 1 + u8(at);
            }
            at++;
        }
        ImageSize size = new ImageSize(file.getShort(at + 5) & 0xFFFF, file.getShort(at + 7) & 0xFFFF);
        int frameFlags = u8(at + 9);
        at += 10;
        if (hasPalette(frameFlags)) {
            paletteAt = at;
            paletteSize = paletteSize(frameFlags);
            at += 3 * paletteSize;
        }
        byte[] pixels = new GifCodes(file, at, Math.multiplyExact(size.width(), size.height())).decode();
        if ((frameFlags & 0x40) != 0) {
            pixels = inOrder(pixels, size);
        }
        return image(pixels, size, colours(paletteAt, paletteSize));
    }

    private int u8(int at) {
        return file.get(at) & 0xFF;
    }

    private static boolean hasPalette(int flags) {
        return (flags & 0x80) != 0;
    }

    private static int paletteSize(int flags) {
        return 2 << (flags & 7);
    }

    /** Numbers without a colour are black; where there are no colours at all, 1 is white. */
    private IndexColorModel colours(int paletteAt, int paletteSize) {
        int[] colours = new int[COLOURS];
        for (int i = 0; i < COLOURS; i++) {
            boolean known = paletteAt >= 0 && i < paletteSize;
            int at = paletteAt + 3 * i;
            int colour = known ? u8(at) << 16 | u8(at + 1) << 8 | u8(at + 2) : paletteAt < 0 && i == 1 ? ~OPAQUE : 0;
            colours[i] = i == transparent ? 0 : OPAQUE | colour;
        }
        return new IndexColorModel(Byte.SIZE, COLOURS, colours, 0, transparent >= 0, transparent, DataBuffer.TYPE_BYTE);
    }

    private static byte[] inOrder(byte[] interlaced, ImageSize size) {
        byte[] pixels = new byte[interlaced.length];
        int from = 0;
        for (int[] pass : PASSES) {
            for (int y = pass[0]; y < size.height(); y += pass[1]) {
                System.arraycopy(interlaced, from, pixels, y * size.width(), size.width());
                from += size.width();
            }
        }
        return pixels;
    }

    private static BufferedImage image(byte[] pixels, ImageSize size, IndexColorModel colours) {
        return new BufferedImage(
                colours,
                Raster.createInterleavedRaster(
                        new DataBufferByte(pixels, pixels.length),
                        size.width(),
                        size.height(),
                        size.width(),
                        1,
                        new int[] {0},
                        new Point()),
                false,
                null);
    }

    /** The codes of a frame, of 3 to 12 bits in blocks of up to 255 bytes, and what they stand for (GIF89a, appendix F). */
    private static final class GifCodes {

        private static final int MOST_BITS = 12;
        private static final int MOST_CODES = 1 << MOST_BITS;

        private final ByteBuffer file;
        private final byte[] pixels;
        private final int clear;
        private final short[] before = new short[MOST_CODES];
        private final byte[] last = new byte[MOST_CODES];
        private final byte[] first = new byte[MOST_CODES];
        private final short[] lengths = new short[MOST_CODES];
        private int at;
        private int leftInBlock;
        private int bits;
        private int bitCount;
        private int done;

        GifCodes(ByteBuffer file, int at, int count) {
            this.file = file;
            this.pixels = new byte[count];
            this.clear = 1 << file.get(at);
            this.at = at + 1;
            for (int code = 0; code < clear; code++) {
                last[code] = (byte) code;
                first[code] = (byte) code;
                lengths[code] = 1;
            }
        }

        byte[] decode() throws Broken {
            int size = Integer.numberOfTrailingZeros(clear) + 1;
            int smallest = size;
            int next = clear + 2;
            int previous = -1;
            while (done < pixels.length) {
                int code = code(size);
                if (code < 0 || code == clear + 1) {
                    throw new Broken(new Truncated());
                }
                if (code == clear) {
                    Interruption.requireNotInterrupted();
                    size = smallest;
                    next = clear + 2;
                    previous = -1;
                    continue;
                }
                if (code > next
                        || (code == next && (previous < 0 || next == MOST_CODES))
                        || (previous < 0 && code > clear)) {
                    throw new Broken(new NotAnImage());
                }
                if (previous >= 0 && next < MOST_CODES) {
                    before[next] = (short) previous;
                    first[next] = first[previous];
                    last[next] = first[code == next ? previous : code];
                    lengths[next] = (short) (lengths[previous] + 1);
                    next++;
                    if (next == 1 << size && size < MOST_BITS) {
                        size++;
                    }
                }
                write(code);
                previous = code;
            }
            return pixels;
        }

        /** From its last pixel to its first; what is beyond the image is left out. */
        private void write(int code) {
            int end = done + lengths[code];
            int link = code;
            for (int to = end - 1; to >= done; to--) {
                if (to < pixels.length) {
                    pixels[to] = last[link];
                }
                link = before[link];
            }
            done = end;
        }

        /** Below zero when there is none. */
        private int code(int size) {
            while (bitCount < size) {
                if (leftInBlock == 0) {
                    leftInBlock = file.get(at++) & 0xFF;
                    if (leftInBlock == 0) {
                        return -1;
                    }
                }
                bits |= (file.get(at++) & 0xFF) << bitCount;
                bitCount += Byte.SIZE;
                leftInBlock--;
            }
            int code = bits & ((1 << size) - 1);
            bits >>>= size;
            bitCount -= size;
            return code;
        }
    }
}
