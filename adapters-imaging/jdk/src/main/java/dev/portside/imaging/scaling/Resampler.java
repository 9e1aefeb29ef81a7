package dev.portside.imaging.scaling;

import java.util.Arrays;

/**
 * Resampler of rows that come one after the other, which holds no more of them than it needs. Not for several
 * threads.
 */
public final class Resampler {

    private final int channels;
    private final Weights across;
    private final Weights down;
    private final Output output;
    /** The last rows, each where its number modulo how many there are points to. */
    private final float[][] kept;

    private final float[] mixed;
    private final float[] made;
    private int taken;
    private int finished;

    /** Receiver of rows. */
    @FunctionalInterface
    public interface Output {

        /**
         * Takes a row.
         *
         * @param row to be read at once: the next one will be in it
         */
        void row(int y, float[] row);
    }

    /**
     * Begins an image.
     *
     * @param width of the rows that come, in pixels of {@code channels} samples
     */
    public Resampler(int width, int channels, Weights across, Weights down, Output output) {
        this.channels = channels;
        this.across = across;
        this.down = down;
        this.output = output;
        this.kept = new float[down.longest()][width * channels];
        this.mixed = new float[width * channels];
        this.made = new float[across.count() * channels];
    }

    /**
     * The most bytes that are taken beside the weights.
     *
     * @param given samples in each row that comes
     * @param made samples in each row that is made
     * @param rows that count for one of the answer
     */
    public static long memory(long given, long made, int rows) {
        return Float.BYTES * ((rows + 1) * given + made);
    }

    /** Takes the next row, which begins there. */
    public void take(float[] from, int at) {
        System.arraycopy(from, at, kept[taken % kept.length], 0, mixed.length);
        while (finished < down.count() && down.last(finished) <= taken) {
            Interruption.requireNotInterrupted();
            mix(finished);
            scale();
            output.row(finished, made);
            finished++;
        }
        taken++;
    }

    /** Four at once, because each time the sum is read and written again. */
    private void mix(int y) {
        int first = down.first(y);
        float[] weights = down.at(y);
        int begin = weights.length % 4;
        start(first, weights, begin);
        for (int k = begin; k < weights.length; k += 4) {
            add(
                    row(first + k), weights[k],
                    row(first + k + 1), weights[k + 1],
                    row(first + k + 2), weights[k + 2],
                    row(first + k + 3), weights[k + 3]);
        }
    }

    private float[] row(int number) {
        return kept[number % kept.length];
    }

    private void start(int first, float[] weights, int count) {
        float[] into = mixed;
        Arrays.fill(into, 0);
        for (int k = 0; k < count; k++) {
            float[] row = row(first + k);
            float weight = weights[k];
            for (int i = 0; i < into.length; i++) {
                into[i] += weight * row[i];
            }
        }
    }

    private void add(float[] a, float ofA, float[] b, float ofB, float[] c, float ofC, float[] d, float ofD) {
        float[] into = mixed;
        for (int i = 0; i < into.length; i++) {
            into[i] += ofA * a[i] + ofB * b[i] + ofC * c[i] + ofD * d[i];
        }
    }

    private void scale() {
        switch (channels) {
            case 1 -> scaleOne();
            case 3 -> scaleThree();
            default -> scaleAny();
        }
    }

    /** With several sums, for an addition takes longer than the processor needs to begin the next. */
    private void scaleOne() {
        float[] from = mixed;
        float[] into = made;
        for (int x = 0; x < into.length; x++) {
            float[] weights = across.at(x);
            int at = across.first(x);
            float even = 0;
            float odd = 0;
            int k = 0;
            for (; k + 3 < weights.length; k += 4) {
                even += weights[k] * from[at + k] + weights[k + 1] * from[at + k + 1];
                odd += weights[k + 2] * from[at + k + 2] + weights[k + 3] * from[at + k + 3];
            }
            for (; k < weights.length; k++) {
                even += weights[k] * from[at + k];
            }
            into[x] = even + odd;
        }
    }

    private void scaleThree() {
        for (int x = 0; x < across.count(); x++) {
            int at = across.first(x) * 3;
            float red = 0;
            float green = 0;
            float blue = 0;
            for (float weight : across.at(x)) {
                red += weight * mixed[at];
                green += weight * mixed[at + 1];
                blue += weight * mixed[at + 2];
                at += 3;
            }
            made[x * 3] = red;
            made[x * 3 + 1] = green;
            made[x * 3 + 2] = blue;
        }
    }

    private void scaleAny() {
        for (int x = 0; x < across.count(); x++) {
            float[] weights = across.at(x);
            int at = across.first(x) * channels;
            for (int c = 0; c < channels; c++) {
                float sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * mixed[at + k * channels + c];
                }
                made[x * channels + c] = sum;
            }
        }
    }
}
