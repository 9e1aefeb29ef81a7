package dev.portside.persistence.user;

import dev.portside.domain.user.NameSearch;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A search by single characters and pairs of them, for texts that trigrams do not find: they are made of three letters or digits in a row,
 * and only of ASCII's where the database's locale is C.
 *
 * @param text in the form that searches compare
 * @param grams all of which stand in a name that the text stands in
 */
record GramSearch(String text, Set<String> grams) {

    private static final int TRIGRAM = 3;

    static GramSearch of(NameSearch search) {
        String text = NameSearch.fold(search.text());
        int[] characters = text.codePoints().toArray();
        Set<String> grams = new LinkedHashSet<>();
        for (int i = 0; i + 1 < characters.length; i++) {
            grams.add(new String(characters, i, 2));
        }
        return new GramSearch(text, grams.isEmpty() ? Set.of(text) : grams);
    }

    /** Returns whether there is nothing in the text that the index of trigrams could be asked for. */
    static boolean isNeededFor(NameSearch search) {
        String text = NameSearch.fold(search.text());
        int inARow = 0;
        for (int i = 0; i < text.length() && inARow < TRIGRAM; i++) {
            char c = text.charAt(i);
            boolean counts = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            inARow = counts ? inARow + 1 : 0;
        }
        return inARow < TRIGRAM;
    }

    String[] array() {
        return grams.toArray(String[]::new);
    }
}
