package dev.portside.bench.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The middle of several figures, and how far they lie apart.
 *
 * @param value NaN when there are none
 * @param spread the largest less the smallest, as a share of the middle
 */
public record Median(double value, double spread) {

    public static <T> Median of(List<T> samples, ToDoubleFunction<T> figure) {
        double[] sorted = samples.stream()
                .mapToDouble(figure)
                .filter(each -> !Double.isNaN(each))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return new Median(Double.NaN, 0);
        }
        double middle = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return new Median(middle, middle == 0 ? 0 : (sorted[sorted.length - 1] - sorted[0]) / middle);
    }
}
