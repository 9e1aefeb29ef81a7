package dev.portside.domain;

import java.text.Normalizer;

/**
 * Rules for text that people read (UAX #15, UTR #36): one form of each character, nothing that cannot be seen at the ends, and
 * nothing that changes how the text around it is shown. Letters that look alike, and invisible characters between letters, where
 * scripts need some of them, stay; a search skips the latter.
 */
public final class Visible {

    /** A symbol by its category, blank by its shape. */
    private static final int BRAILLE_BLANK = 0x2800;

    /** The property Default_Ignorable_Code_Point of Unicode 17, as first and last character of each range. */
    private static final int[] IGNORABLE = {
        0xad, 0xad, 0x34f, 0x34f, 0x61c, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x200b, 0x200f, 0x202a,
        0x202e, 0x2060, 0x206f, 0x3164, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xfeff, 0xffa0, 0xffa0, 0xfff0, 0xfff8, 0x1bca0,
        0x1bca3, 0x1d173, 0x1d17a, 0xe0000, 0xe0fff
    };

    private Visible() {}

    /**
     * Returns the text in Unicode normalisation form C, without white space and invisible characters at its ends.
     *
     * @throws InvalidValue when the text is not well-formed Unicode, shows nothing, or has characters that change how the
     *     text around them is shown: directional embeddings, overrides and isolates, line and paragraph separators, a byte
     *     order mark, interlinear annotations, noncharacters
     */
    public static String require(String text) {
        String trimmed = trim(Normalizer.normalize(text, Normalizer.Form.NFC));
        trimmed.codePoints().forEach(Visible::requireHarmless);
        if (!trimmed.isEmpty() && trimmed.codePoints().noneMatch(Visible::isShown)) {
            throw new InvalidValue("must have a visible character, but has only invisible ones");
        }
        return trimmed;
    }

    /** Returns whether this character is shown as nothing, so that a search skips it. */
    public static boolean isIgnorable(int c) {
        for (int i = 0; i < IGNORABLE.length; i += 2) {
            if (c <= IGNORABLE[i + 1]) {
                return c >= IGNORABLE[i];
            }
        }
        return false;
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isTrimmed(text.charAt(start))) {
            start++;
        }
        while (start < end && isTrimmed(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** A variation selector stays: at the end of a text it says how the symbol before it looks. */
    private static boolean isTrimmed(char c) {
        boolean variation = c >= 0xfe00 && c <= 0xfe0f;
        return Text.isSpace(c) || c == BRAILLE_BLANK || (isIgnorable(c) && !variation && !isDirectional(c));
    }

    private static void requireHarmless(int c) {
        if (isForbidden(c)) {
            throw new InvalidValue(
                    "must not contain U+%04X, which changes how the text around it is shown".formatted(c));
        }
    }

    private static boolean isForbidden(int c) {
        boolean byteOrderMark = c == 0xfeff;
        boolean separator = c == 0x2028 || c == 0x2029;
        boolean annotation = c >= 0xfff9 && c <= 0xfffb;
        boolean noncharacter = (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
        return isDirectional(c) || byteOrderMark || separator || annotation || noncharacter;
    }

    /** Embeddings, overrides and isolates; mere marks (U+200E, U+200F, U+061C) are part of mixed names. */
    private static boolean isDirectional(int c) {
        return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK -> false;
            default -> !isIgnorable(c) && c != BRAILLE_BLANK;
        };
    }
}
