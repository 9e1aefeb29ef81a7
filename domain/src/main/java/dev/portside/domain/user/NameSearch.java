package dev.portside.domain.user;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.Text;
import dev.portside.domain.Visible;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Search for the users whose name contains a text, ignoring case and accents. Every character stands for itself; there
 * are no wildcards.
 *
 * @param text 1 to {@value #MAX_LENGTH} code points, no control characters; kept in Unicode normalisation form C and
 *     without white space at its ends, unless it is nothing else
 */
public record NameSearch(String text) {

    public static final int MAX_LENGTH = 100;

    /** Latin letters that Unicode does not decompose, and what people type for them. */
    private static final String STROKED = "øłđħŧð";

    private static final String PLAIN = "oldhtd";

    public NameSearch {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        String trimmed = Text.trim(normal);
        text = Text.require(trimmed.isEmpty() ? normal : trimmed, 1, MAX_LENGTH);
        if (fold(text).isEmpty()) {
            throw new InvalidValue("must have a visible character, but has only invisible ones");
        }
    }

    public boolean matches(UserName name) {
        return fold(name.value()).contains(fold(text));
    }

    /**
     * Returns the form in which texts that differ only in case, in accents on Latin and Greek letters, or in invisible
     * characters are equal. Stores keep names in this form beside the original, so that a search means the same whatever
     * the database's locale.
     *
     * <p>Marks on letters of other scripts stay, for there they make another letter (か and が). Upper case comes between two
     * lower cases because only then ß, ẞ and ss are equal; lower case is taken character by character because {@link
     * String#toLowerCase} writes a sigma at the end of a word differently, which would hide a word's beginning from a search
     * for it.
     */
    public static String fold(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text.toLowerCase(Locale.ROOT);
        }
        String upper = lower(text).toUpperCase(Locale.ROOT);
        String lower = lower(Normalizer.normalize(upper, Normalizer.Form.NFD));
        StringBuilder folded = new StringBuilder(lower.length());
        int base = 0;
        for (int i = 0; i < lower.length(); ) {
            int c = lower.codePointAt(i);
            i += Character.charCount(c);
            if (Visible.isIgnorable(c)) {
                continue;
            }
            boolean accent = c >= 0x300 && c <= 0x36f;
            if (!(accent && isLatinOrGreek(base))) {
                append(folded, c);
            }
            base = accent ? base : c;
        }
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
        return lower.toString();
    }

    /** By blocks and not by script, so that a migration can say the same in SQL. */
    private static boolean isLatinOrGreek(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 0xdf && c <= 0x2af)
                || (c >= 0x370 && c <= 0x3ff)
                || (c >= 0x1e00 && c <= 0x1fff);
    }

    private static void append(StringBuilder folded, int c) {
        int stroked = STROKED.indexOf(c);
        switch (c) {
            case 'æ' -> folded.append("ae");
            case 'œ' -> folded.append("oe");
            case 'þ' -> folded.append("th");
            default -> folded.appendCodePoint(stroked < 0 ? c : PLAIN.charAt(stroked));
        }
    }
}
