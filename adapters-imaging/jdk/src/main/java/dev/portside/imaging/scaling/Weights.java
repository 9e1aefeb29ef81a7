package dev.portside.imaging.scaling;

import java.util.Arrays;

/**
 * Weights of the samples that each sample of one side of an image is made of. Lanczos with three lobes when it
 * becomes smaller, which is what libvips does, and the cubic of Catmull and Rom when it becomes larger.
 */
public final class Weights {

    private static final int LANCZOS_LOBES = 3;
    private static final int CUBIC_REACH = 2;

    /** Of an array, the reference to it, and the number of its first sample. */
    private static final int OVERHEAD_BYTES = 32;

    private final int[] first;
    private final float[][] weights;

    private Weights(int[] first, float[][] weights) {
        this.first = first;
        this.weights = weights;
    }

    /**
     * For some of the samples of a side.
     *
     * @param source how long the side is, in samples that are given; a fraction where the last stands for less
     * @param given how many samples are given, at least the length of the side
     * @param scaled how long it becomes
     * @param from the first sample that is wanted
     * @param count how many are
     */
    public static Weights of(double source, int given, int scaled, int from, int count) {
        double scale = source / scaled;
        double stretch = Math.max(1, scale);
        double reach = reach(scale);
        int[] first = new int[count];
        float[][] weights = new float[count][];
        double[] exact = new double[longest(source, given, scaled)];
        for (int i = 0; i < count; i++) {
            double centre = (from + i + 0.5) * scale - 0.5;
            int low = Math.clamp((long) Math.ceil(centre - reach), 0, given - 1);
            int high = Math.clamp((long) Math.floor(centre + reach), low, given - 1);
            int length = high - low + 1;
            double sum = 0;
            for (int k = 0; k < length; k++) {
                double distance = Math.abs(low + k - centre) / stretch;
                exact[k] = scale > 1 ? lanczos(distance) : cubic(distance);
                sum += exact[k];
            }
            first[i] = low;
            weights[i] = new float[length];
            for (int k = 0; k < length; k++) {
                weights[i][k] = (float) (exact[k] / sum);
            }
        }
        return new Weights(first, weights);
    }

    private static double reach(double scale) {
        return scale > 1 ? LANCZOS_LOBES * scale : CUBIC_REACH;
    }

    /** How many samples count at most for one of a side, which is given as in {@link #of}. */
    public static int longest(double source, int given, int scaled) {
        return (int) Math.min(given, Math.floor(2 * reach(source / scaled)) + 1);
    }

    /** The most bytes that those of a whole side take. */
    public static long memory(double source, int given, int scaled) {
        return scaled * ((long) longest(source, given, scaled) * Float.BYTES + OVERHEAD_BYTES);
    }

    private static double lanczos(double x) {
        if (x == 0) {
            return 1;
        }
        if (x >= LANCZOS_LOBES) {
            return 0;
        }
        double angle = Math.PI * x;
        return LANCZOS_LOBES * Math.sin(angle) * Math.sin(angle / LANCZOS_LOBES) / (angle * angle);
    }

    private static double cubic(double x) {
        if (x >= CUBIC_REACH) {
            return 0;
        }
        return x < 1 ? 1 + x * x * (1.5 * x - 2.5) : 2 + x * (-4 + x * (2.5 - 0.5 * x));
    }

    int count() {
        return first.length;
    }

    int first(int i) {
        return first[i];
    }

    /** The last sample that counts. */
    int last(int i) {
        return first[i] + weights[i].length - 1;
    }

    float[] at(int i) {
        return weights[i];
    }

    /** How many samples count at most. */
    int longest() {
        return Arrays.stream(weights).mapToInt(each -> each.length).max().orElse(1);
    }
}
