package org.example.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README of Portside tells those who embed it stands in these examples, line by line. */
class ReadmeTest {

    private static final String BEGIN = "// README: ";
    private static final String END = BEGIN + "end";

    @Test
    void the_readme_has_these_very_lines() throws IOException {
        List<String> readme = stripped(Path.of("../../README.md"));
        List<List<String>> snippets = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            sources.filter(Files::isRegularFile).map(ReadmeTest::stripped).forEach(lines -> collect(lines, snippets));
        }
        assertEquals(5, snippets.size());
        snippets.forEach(snippet -> assertTrue(
                Collections.indexOfSubList(readme, snippet) >= 0, () -> "not in the README: " + snippet));
    }

    @Test
    void they_are_as_short_as_it_says() throws IOException {
        assertTrue(length("Main.java", "main") <= 20, "a main in 20 lines");
        assertTrue(length("OnPostgres.java", "postgres") <= 5, "PostgreSQL and Redis in five more");
        assertTrue(length("InJetty.java", "http") <= 3, "HTTP in three more");
    }

    private static int length(String file, String snippet) throws IOException {
        List<String> lines = stripped(Path.of("src/main/java/org/example/plain").resolve(file));
        List<String> rest = lines.subList(lines.indexOf(BEGIN + snippet) + 1, lines.size());
        return rest.indexOf(END);
    }

    private static void collect(List<String> lines, List<List<String>> snippets) {
        for (int start = 0; start < lines.size(); start++) {
            if (lines.get(start).startsWith(BEGIN) && !lines.get(start).equals(END)) {
                List<String> rest = lines.subList(start + 1, lines.size());
                snippets.add(rest.subList(0, rest.indexOf(END)));
            }
        }
    }

    private static List<String> stripped(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
