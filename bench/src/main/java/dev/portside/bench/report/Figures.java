package dev.portside.bench.report;

import java.util.Locale;

/** Numbers as people read them. */
public final class Figures {

    static final String NONE = "–";

    private static final double MEBIBYTE = 1024 * 1024;

    private Figures() {}

    /** {@code 12,345}. */
    public static String whole(double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%,.0f", value);
    }

    /** {@code 12,345}. */
    static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** With as many digits as matter: {@code 0.42}, {@code 4.2}, {@code 42}. */
    public static String millis(double value) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        return String.format(Locale.ROOT, value < 1 ? "%.2f" : value < 20 ? "%.1f" : "%,.0f", value);
    }

    public static String mebibytes(double bytes) {
        return whole(bytes / MEBIBYTE);
    }

    /** {@code 1.25×}. */
    static String ratio(double value, double other) {
        double ratio = value / other;
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, ratio < 10 ? "%.2f×" : "%.1f×", ratio) : NONE;
    }

    /** {@code ±3 %}: half of the spread to either side. */
    static String spread(double share) {
        return String.format(Locale.ROOT, "±%.0f %%", share * 50);
    }
}
