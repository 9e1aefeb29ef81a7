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
     * that a search means the same whatever the database's locale. Upper case comes first because only then do ß and ss,
     * or the two small sigmas, become equal.
     */
    public static String fold(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
