package dev.portside.domain.event;

import java.util.Arrays;
import java.util.Comparator;

/** Count of a value of a property. */
public record ValueCount(String value, long count) {

    /** Equally frequent ones in the order of their code points, as UTF-8 has it. */
    public static final Comparator<ValueCount> MOST_FREQUENT_FIRST = Comparator.comparingLong(ValueCount::count)
            .reversed()
            .thenComparing(ValueCount::value, ValueCount::compareCodePoints);

    private static int compareCodePoints(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return Arrays.compare(left, right);
    }
}
