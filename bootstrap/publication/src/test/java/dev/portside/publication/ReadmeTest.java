package dev.portside.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Snippets of README for embedding programs: each is in an example, line by line. */
class ReadmeTest {

    private static final Path ROOT = Path.of("../..");
    private static final String BEGIN = "// README: ";
    private static final String END = BEGIN + "end";

    private final Map<String, List<String>> snippets = new LinkedHashMap<>();

    ReadmeTest() {
        Lines.below(ROOT.resolve("examples/plain-main/src/main/java")).forEach(this::collect);
    }

    @Test
    void the_readme_has_these_very_lines() {
        Lines readme = Lines.in(ROOT.resolve("README.md"));
        assertFalse(snippets.isEmpty(), "no source begins a snippet with " + BEGIN + "and its name");
        snippets.forEach((name, lines) -> assertTrue(
                readme.have(lines),
                () -> "README.md does not show \"" + name + "\" as the example has it; bring it up to date:\n"
                        + String.join("\n", lines)));
    }

    @Test
    void they_are_as_short_as_it_says() {
        assertNoLonger(20, "main");
        assertNoLonger(5, "postgres");
        assertNoLonger(9, "http");
    }

    @Test
    void a_snippet_is_what_stands_between_two_marks() {
        snippets.clear();
        collect(Lines.of("""
            int a;
                // README: one
                int b;

                int c;
                // README: end
            // README: two
            int d;
            // README: end
            """));
        assertEquals(Map.of("one", List.of("int b;", "int c;"), "two", List.of("int d;")), snippets);
    }

    private void assertNoLonger(int most, String name) {
        assertTrue(snippets.containsKey(name), () -> "no source has the snippet " + name + " any more");
        int length = snippets.getOrDefault(name, List.of()).size();
        assertTrue(length <= most, () -> name + " has " + length + " lines, and README.md says " + most);
    }

    private void collect(Lines source) {
        List<String> lines = source.stripped();
        for (int start = 0; start < lines.size(); start++) {
            String line = lines.get(start);
            if (line.startsWith(BEGIN) && !line.equals(END)) {
                List<String> rest = lines.subList(start + 1, lines.size());
                snippets.put(line.substring(BEGIN.length()), rest.subList(0, rest.indexOf(END)));
            }
        }
    }
}
