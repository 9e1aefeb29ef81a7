package dev.portside.imaging.jpeg;

import java.util.Arrays;

/**
 * Inverse cosine transform of a block to 8 × 8 samples, or to fewer of the lowest frequencies, which is the image at
 * a half, a quarter or an eighth of its size without ever having been there in full.
 */
final class InverseTransform {

    static final int BLOCK = 8;
    private static final int COEFFICIENTS = BLOCK * BLOCK;

    /** A run may lead so far. */
    private static final int PLACES = COEFFICIENTS + Huffman.END_OF_BLOCK;

    private static final float SQRT_2 = 1.414_213_5f;
    private static final float[] FOUR = cosines(4);

    /** In which order the coefficients stand in the file (ITU-T T.81, figure A.6): by row and column. */
    private static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    private final int size;
    private final float[] block;

    /** @param size of the samples that are made of a block, on either side: 1, 2, 4 or 8 */
    InverseTransform(int size) {
        this.size = size;
        this.block = new float[COEFFICIENTS + 1];
    }

    /** The odd cosines of a transform, halved as often as a transform of that size wants it. */
    private static float[] cosines(int size) {
        double scale = Math.sqrt(2.0 / size) * Math.sqrt(size / (double) BLOCK);
        return new float[] {(float) (scale * Math.cos(Math.PI / 8)), (float) (scale * Math.cos(3 * Math.PI / 8))};
    }

    /** Where coefficients of the file go in {@link #block}; what is not needed goes behind it. */
    int[] places() {
        int[] places = new int[PLACES + 1];
        for (int k = 0; k < places.length; k++) {
            int row = k < COEFFICIENTS ? ZIGZAG[k] / BLOCK : BLOCK;
            int column = k < COEFFICIENTS ? ZIGZAG[k] % BLOCK : BLOCK;
            places[k] = row < size && column < size ? row * size + column : COEFFICIENTS;
        }
        return places;
    }

    /** What the steps of a quantisation table become, in zigzag order. */
    float[] factors(int[] steps) {
        float[] factors = new float[COEFFICIENTS];
        for (int k = 0; k < COEFFICIENTS; k++) {
            factors[k] = (float) (steps[k] * scale(ZIGZAG[k] / BLOCK) * scale(ZIGZAG[k] % BLOCK));
        }
        return factors;
    }

    /** What a transform leaves out, because it can be done before. */
    private double scale(int frequency) {
        return switch (size) {
            case 8 -> (frequency == 0 ? 1 : Math.cos(frequency * Math.PI / 16) * Math.sqrt(2)) / Math.sqrt(8);
            case 4 -> frequency % 2 == 0 ? 1 / Math.sqrt(8) : 1;
            default -> 1 / Math.sqrt(8);
        };
    }

    /** To be filled with coefficients; zeros after {@link #write}. */
    float[] block() {
        return block;
    }

    /** Writes the samples of a block of which only the DC coefficient is not zero. */
    void writeFlat(float[] to, int at, int stride) {
        float value = block[0];
        block[0] = 0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                to[at + y * stride + x] = value;
            }
        }
    }

    /** Writes the samples, {@code size} in each row, and rows {@code stride} apart. */
    void write(float[] to, int at, int stride) {
        float[] b = block;
        switch (size) {
            case 8 -> {
                for (int x = 0; x < BLOCK; x++) {
                    eight(b, x, BLOCK, b, x, BLOCK);
                }
                for (int y = 0; y < BLOCK; y++) {
                    eight(b, y * BLOCK, 1, to, at + y * stride, 1);
                }
                Arrays.fill(b, 0, COEFFICIENTS, 0);
            }
            case 4 -> {
                for (int x = 0; x < 4; x++) {
                    four(b, x, 4, b, x, 4);
                }
                for (int y = 0; y < 4; y++) {
                    four(b, y * 4, 1, to, at + y * stride, 1);
                }
                Arrays.fill(b, 0, 16, 0);
            }
            case 2 -> {
                float sumLeft = b[0] + b[2];
                float sumRight = b[1] + b[3];
                float left = b[0] - b[2];
                float right = b[1] - b[3];
                to[at] = sumLeft + sumRight;
                to[at + 1] = sumLeft - sumRight;
                to[at + stride] = left + right;
                to[at + stride + 1] = left - right;
                Arrays.fill(b, 0, 4, 0);
            }
            default -> {
                to[at] = b[0];
                b[0] = 0;
            }
        }
    }

    private static void four(float[] from, int i, int step, float[] to, int o, int toStep) {
        float sum = from[i] + from[i + 2 * step];
        float difference = from[i] - from[i + 2 * step];
        float one = from[i + step];
        float three = from[i + 3 * step];
        float outer = one * FOUR[0] + three * FOUR[1];
        float inner = one * FOUR[1] - three * FOUR[0];
        to[o] = sum + outer;
        to[o + toStep] = difference + inner;
        to[o + 2 * toStep] = difference - inner;
        to[o + 3 * toStep] = sum - outer;
    }

    /** With five multiplications, by Arai, Agui and Nakajima; the others are in the factors. */
    private static void eight(float[] from, int i, int step, float[] to, int o, int toStep) {
        float sum04 = from[i] + from[i + 4 * step];
        float difference04 = from[i] - from[i + 4 * step];
        float sum26 = from[i + 2 * step] + from[i + 6 * step];
        float difference26 = (from[i + 2 * step] - from[i + 6 * step]) * SQRT_2 - sum26;
        float even0 = sum04 + sum26;
        float even3 = sum04 - sum26;
        float even1 = difference04 + difference26;
        float even2 = difference04 - difference26;

        float sum53 = from[i + 5 * step] + from[i + 3 * step];
        float difference53 = from[i + 5 * step] - from[i + 3 * step];
        float sum17 = from[i + step] + from[i + 7 * step];
        float difference17 = from[i + step] - from[i + 7 * step];
        float odd0 = sum17 + sum53;
        float common = (difference53 + difference17) * 1.847_759f;
        float odd1 = common - difference53 * 2.613_126f - odd0;
        float odd2 = (sum17 - sum53) * SQRT_2 - odd1;
        float odd3 = common - difference17 * 1.082_392_2f - odd2;

        to[o] = even0 + odd0;
        to[o + toStep] = even1 + odd1;
        to[o + 2 * toStep] = even2 + odd2;
        to[o + 3 * toStep] = even3 + odd3;
        to[o + 4 * toStep] = even3 - odd3;
        to[o + 5 * toStep] = even2 - odd2;
        to[o + 6 * toStep] = even1 - odd1;
        to[o + 7 * toStep] = even0 - odd0;
    }
}
