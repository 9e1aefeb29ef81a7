package dev.portside.domain;

/** The rules that every human-readable text in the domain obeys. Lengths count Unicode code points, as PostgreSQL's {@code char_length} does. */
public final class Text {

    private Text() {}

    /**
     * Removes white space at both ends: what {@link Character#isWhitespace} and {@link Character#isSpaceChar} name, so
     * also no-break spaces, which {@link String#strip} would leave.
     */
    public static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (start < end && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /**
     * Returns the text when it has {@code min} to {@code max} code points, no control character (Unicode category Cc, so
     * no NUL, which PostgreSQL cannot store) and no unpaired surrogate (which UTF-8 cannot express).
     *
     * @throws InvalidValue naming the rule that it breaks
     */
    public static String require(String text, int min, int max) {
        int length = text.codePointCount(0, text.length());
        if (length < min || length > max) {
            throw new InvalidValue("must be " + min + " to " + max + " characters, but was " + length);
        }
        text.codePoints().forEach(Text::requirePrintable);
        return text;
    }

    /** Returns whether {@link #require} would return the text; it costs no exception when it would not. */
    public static boolean fits(String text, int min, int max) {
        int length = text.codePointCount(0, text.length());
        return length >= min
                && length <= max
                && text.codePoints().noneMatch(codePoint -> {
                    int type = Character.getType(codePoint);
                    return type == Character.CONTROL || type == Character.SURROGATE;
                });
    }

    private static void requirePrintable(int codePoint) {
        switch (Character.getType(codePoint)) {
            case Character.CONTROL ->
                throw new InvalidValue("must not contain control characters, but has U+%04X".formatted(codePoint));
            case Character.SURROGATE ->
                throw new InvalidValue(
                        "must be well-formed Unicode, but has the lone surrogate U+%04X".formatted(codePoint));
            default -> {}
        }
    }

    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
