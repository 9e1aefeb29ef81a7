package dev.portside.imaging;

import java.util.Arrays;

/**
 * Colour differences of a lossy WebP between their samples. There is one for two by two pixels (RFC 6386, 5), libwebp and browsers go
 * over from one to the next smoothly, and the reader of WebP gives all four pixels the same. What it decoded is red, green and blue: the
 * samples are found in these again, and each pixel gets what it lacks. Not for several threads.
 */
final class SmoothChroma {

    /** Where a channel ends up there it may have been clipped, and carries no information. */
    private static final int MOST = 255;

    /** Rows of samples that are needed at the same time. */
    private static final int KEPT = 3;

    private final Rows decoded;
    private final int across;
    private final int down;
    private final byte[] upper;
    private final byte[] lower;
    private final float[][] samples = new float[KEPT][];
    private final int[] sampleRows = new int[KEPT];

    /** @param decoded red, green and blue */
    SmoothChroma(Rows decoded) {
        this.decoded = decoded;
        this.across = Math.ceilDiv(decoded.width(), 2);
        this.down = Math.ceilDiv(decoded.height(), 2);
        this.upper = new byte[3 * decoded.width()];
        this.lower = new byte[3 * decoded.width()];
        Arrays.fill(sampleRows, -1);
        Arrays.setAll(samples, i -> new float[2 * across]);
    }

    void read(int y, byte[] row) {
        decoded.read(y, row);
        float[] near = samples(y / 2);
        float[] far = samples(Math.clamp((y & 1) == 0 ? y / 2 - 1 : y / 2 + 1, 0, down - 1));
        for (int x = 0, at = 0; x < decoded.width(); x++, at += 3) {
            int nearX = 2 * (x / 2);
            int farX = 2 * Math.clamp((x & 1) == 0 ? x / 2 - 1 : x / 2 + 1, 0, across - 1);
            float blue = smooth(near, far, nearX, farX) - near[nearX];
            float red = smooth(near, far, nearX + 1, farX + 1) - near[nearX + 1];
            if (blue != 0 || red != 0) {
                row[at] = sample(row[at], 1.596f * red);
                row[at + 1] = sample(row[at + 1], -0.391_76f * blue - 0.812_97f * red);
                row[at + 2] = sample(row[at + 2], 2.017_23f * blue);
            }
        }
    }

    /** Nine parts of the nearest, three of those beside it, one of the one across. */
    private static float smooth(float[] near, float[] far, int nearX, int farX) {
        return (9 * near[nearX] + 3 * near[farX] + 3 * far[nearX] + far[farX]) / 16;
    }

    private static byte sample(byte value, float more) {
        return (byte) Math.clamp(Math.round((value & 0xFF) + more), 0, MOST);
    }

    /** How much bluer and how much redder than grey each two by two pixels are. */
    private float[] samples(int row) {
        int kept = row % KEPT;
        float[] found = samples[kept];
        if (sampleRows[kept] != row) {
            sampleRows[kept] = row;
            decoded.read(2 * row, upper);
            decoded.read(Math.min(2 * row + 1, decoded.height() - 1), lower);
            for (int x = 0; x < across; x++) {
                find(x, found);
            }
        }
        return found;
    }

    private void find(int x, float[] found) {
        int left = 6 * x;
        int right = Math.min(left + 3, upper.length - 3);
        float blue = 0;
        float red = 0;
        int count = 0;
        for (int pass = 0; count == 0; pass++) {
            for (int pixel = 0; pixel < 4; pixel++) {
                byte[] from = pixel < 2 ? upper : lower;
                int at = (pixel & 1) == 0 ? left : right;
                int r = from[at] & 0xFF;
                int g = from[at + 1] & 0xFF;
                int b = from[at + 2] & 0xFF;
                if (pass > 0 || (isWithin(r) && isWithin(g) && isWithin(b))) {
                    blue += -0.148_22f * r - 0.290_99f * g + 0.439_22f * b;
                    red += 0.439_22f * r - 0.367_79f * g - 0.071_43f * b;
                    count++;
                }
            }
        }
        // They were whole numbers.
        found[2 * x] = Math.round(blue / count);
        found[2 * x + 1] = Math.round(red / count);
    }

    private static boolean isWithin(int sample) {
        return sample > 0 && sample < MOST;
    }
}
