package dev.portside.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Use of the words of {@code docs/glossary.md}: those that it bans do not return, and Javadocs of types begin with a noun. */
class GlossaryTest {

    private static final String GLOSSARY = "docs/glossary.md";

    /** Files that must name the banned words, with the reason. */
    private static final Map<String, String> MAY = Map.of(
            GLOSSARY,
            "the list itself",
            "bootstrap/publication/src/test/java/dev/portside/publication/GlossaryTest.java",
            "plants them");

    /** By word, how often it is still there: a number may only be lowered, and is removed at 0. */
    private static final Map<String, Integer> LEFT = Map.of(
            "away", 26,
            "nobody", 15,
            "tell", 4,
            "told", 50,
            "whoever", 3);

    /** By hundred type Javadocs of main code, those that do not begin with a noun. May only be lowered. */
    private static final double MOST_WITHOUT_NOUN = 0.0;

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    private static final Pattern TYPE_JAVADOC =
            Pattern.compile("(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[\\w.]+(?:\\([^)]*\\))?\\s+)*"
                    + "(?:(?:public|protected|private|abstract|final|sealed|non-sealed|static)\\s+)*"
                    + "(?:class|interface|enum|record|@interface)\\s+(\\w+)");

    private static final Pattern NO_NOUN =
            Pattern.compile("(?:What|Whatever|Whether|Who|Whoever|Whose|How|Where|When|Nobody|Those who)\\b");

    @Test
    void words_of_the_past_do_not_return() {
        SourceTree tree = SourceTree.here();
        List<String> words = banned(tree.text(GLOSSARY));
        assertTrue(words.size() > 10, GLOSSARY + " has no list of words that must not return");
        counts(words, tree)
                .forEach((word, count) -> assertTrue(
                        count <= LEFT.getOrDefault(word, 0),
                        () -> "\"" + word + "\" has returned; " + GLOSSARY + " says what to use instead:\n"
                                + String.join("\n", uses(word, tree))));
        assertTrue(words.containsAll(LEFT.keySet()), "words are left that the glossary does not ban");
    }

    @Test
    void a_planted_word_is_found_and_a_similar_one_is_not() {
        SourceTree tree = SourceTree.of(Map.of("A.java", """
            // It is Told so, and toldness is not.
            FenceTest test = new Fence(fence);
            /** Turns the image. */ new Turns(1);
            looked after, not looked
            void houseKept() { keepHouse(); }
            """));
        assertEquals(
                Map.of("told", 1, "Fence", 2, "Turns", 1, "looked after", 1, "keepHouse", 1, "outdate", 0),
                counts(List.of("told", "Fence", "Turns", "looked after", "keepHouse", "outdate"), tree));
    }

    @Test
    void javadocs_of_types_begin_with_a_noun() {
        List<String> openings = openings(SourceTree.here().java().where(path -> path.contains("src/main/")));
        List<String> without = openings.stream().filter(GlossaryTest::hasNoNoun).toList();
        double share = 100.0 * without.size() / openings.size();
        assertTrue(
                share <= MOST_WITHOUT_NOUN,
                () -> without.size() + " of " + openings.size() + " Javadocs of types begin with no noun:\n"
                        + String.join("\n", without));
    }

    @Test
    void a_planted_opening_is_found() {
        SourceTree tree = SourceTree.of(Map.of("A.java", """
            /** Pool of byte arrays. */
            final class Good {
                /** What a caller gets. */
                private record Bad(int a) {}

                /** Whether it works. */
                boolean method() { return true; }
            }
            """));
        assertEquals(List.of("Good: Pool of byte arrays.", "Bad: What a caller gets."), openings(tree));
        assertEquals(
                List.of("Bad: What a caller gets."),
                openings(tree).stream().filter(GlossaryTest::hasNoNoun).toList());
    }

    private static boolean hasNoNoun(String opening) {
        return NO_NOUN.matcher(opening.substring(opening.indexOf(": ") + 2)).lookingAt();
    }

    /** Returns the name of each type that has a Javadoc, with how that begins. */
    private static List<String> openings(SourceTree tree) {
        List<String> openings = new ArrayList<>();
        for (String source : tree.texts().values()) {
            for (MatchResult type : TYPE_JAVADOC.matcher(source).results().toList()) {
                String text =
                        type.group(1).replaceAll("\\s*\\n\\s*\\*\\s?", " ").strip();
                openings.add(type.group(2) + ": " + text);
            }
        }
        return openings;
    }

    private static List<String> banned(String glossary) {
        String list = glossary.substring(glossary.indexOf("## Words that must not return"));
        return ROW.matcher(list).results().map(row -> row.group(1)).toList();
    }

    private static Map<String, Integer> counts(List<String> words, SourceTree tree) {
        return words.stream()
                .collect(Collectors.toMap(word -> word, word -> uses(word, tree).size()));
    }

    /** Returns the place of each use. */
    private static List<String> uses(String word, SourceTree tree) {
        Pattern pattern = pattern(word);
        List<String> uses = new ArrayList<>();
        tree.where(path -> !MAY.containsKey(path))
                .texts()
                .forEach((path, text) ->
                        pattern.matcher(text).results().forEach(use -> uses.add(path + ":" + line(text, use.start()))));
        return uses;
    }

    private static long line(String text, int place) {
        return 1 + text.substring(0, place).chars().filter(c -> c == '\n').count();
    }

    /** A word with a capital letter is part of a name, such as {@code FenceTest}; any other is a whole word. */
    private static Pattern pattern(String word) {
        return word.equals(word.toLowerCase(Locale.ROOT))
                ? Pattern.compile("(?i)\\b" + word + "\\b")
                // A sentence may begin with a verb of the same letters.
                : Pattern.compile(word + "(?![a-z])(?! [a-z])");
    }
}
