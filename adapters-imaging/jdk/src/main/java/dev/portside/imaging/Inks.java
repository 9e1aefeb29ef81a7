package dev.portside.imaging;

import java.nio.ByteBuffer;

/**
 * Inks of a JPEG of four channels, each stored as its opposite: Adobe's programs, which wrote
 * nearly all of them, do so (Adobe technical note 5116), and what has no segment of theirs is taken for the same by
 * libvips and browsers.
 *
 * @param luminance whether the first three are luminance and two colour differences (YCCK)
 */
record Inks(boolean luminance) {

    private static final int APP14 = 0xEE;
    private static final int SOS = 0xDA;
    private static final int TRANSFORM_AT = 15;
    private static final int MOST = 255;

    /** Of a file whose segments are known to be sound. */
    static Inks of(ByteBuffer file) {
        int at = 2;
        while (at + TRANSFORM_AT < file.limit() && (file.get(at + 1) & 0xFF) != SOS) {
            int length = file.getShort(at + 2) & 0xFFFF;
            if ((file.get(at + 1) & 0xFF) == APP14 && length >= TRANSFORM_AT - 1) {
                return new Inks(file.get(at + TRANSFORM_AT) == 2);
            }
            at += 2 + length;
        }
        return new Inks(false);
    }

    /** Makes each pixel cyan, magenta, yellow and black, 0 for no ink. */
    void normalise(byte[] row) {
        for (int i = 0; i + 3 < row.length; i += 4) {
            if (luminance) {
                fromLuminance(row, i);
            }
            for (int c = 0; c < 4; c++) {
                row[i + c] = (byte) (MOST - (row[i + c] & 0xFF));
            }
        }
    }

    /** ITU-T T.871; what that makes is the light that is left, and an ink is the opposite. */
    private static void fromLuminance(byte[] row, int i) {
        int y = row[i] & 0xFF;
        int blue = (row[i + 1] & 0xFF) - 128;
        int red = (row[i + 2] & 0xFF) - 128;
        row[i] = ink(y + 1.402f * red);
        row[i + 1] = ink(y - 0.344136f * blue - 0.714136f * red);
        row[i + 2] = ink(y + 1.772f * blue);
    }

    private static byte ink(float light) {
        return (byte) (MOST - Math.clamp(Math.round(light), 0, MOST));
    }
}
