package dev.portside.domain.user;

import dev.portside.domain.Text;
import java.util.Locale;

/**
 * Finds the users whose name contains a text, ignoring case. Every character stands for itself; there are no wildcards.
 *
 * @param text 1 to {@value #MAX_LENGTH} code points, no control characters
 */
public record NameSearch(String text) {

    public static final int MAX_LENGTH = 100;

    public NameSearch {
        Text.require(text, 1, MAX_LENGTH);
    }

    public boolean matches(UserName name) {
        return fold(name.value()).contains(fold(text));
    }

    /**
     * The form in which texts that differ only in case are equal. Stores keep names in this form beside the original, so
     * that a search means the same whatever the database's locale. Upper case comes first because only then ß and ss are
     * equal; lower case is taken character by character because {@link String#toLowerCase} writes a sigma at the end of a
     * word differently, which would hide a word's beginning from a search for it.
     */
    public static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.toUpperCase(Locale.ROOT).codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
        return folded.toString();
    }
}
