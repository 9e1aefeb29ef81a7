package dev.portside.domain.event;

import java.math.BigDecimal;

/**
 * Canonical short form of numbers as text: equal numbers have the same text ({@code 1}, {@code 1.0} and {@code 1e0} are
 * {@code 1}), and no text is much longer than the shortest way to write its number. It is how ECMAScript writes numbers
 * (RFC 8785 §3.2.2.3), for numbers of any precision.
 */
public final class NumberText {

    /** From here on, and from the other side of zero, with an exponent. */
    private static final int MAX_PLAIN_EXPONENT = 20;

    private static final int MIN_PLAIN_EXPONENT = -6;

    private NumberText() {}

    /** The text of a number. */
    public static String of(BigDecimal number) {
        if (number.signum() == 0) {
            return "0";
        }
        BigDecimal shortest = number.stripTrailingZeros();
        long exponent = (long) shortest.precision() - shortest.scale() - 1;
        if (exponent >= MIN_PLAIN_EXPONENT && exponent <= MAX_PLAIN_EXPONENT) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        return (shortest.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() == 1 ? "" : "." + digits.substring(1))
                + (exponent < 0 ? "e-" : "e+")
                + Math.abs(exponent);
    }
}
