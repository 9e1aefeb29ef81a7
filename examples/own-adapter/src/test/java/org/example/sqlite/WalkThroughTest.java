package org.example.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/your-own-adapter.md shows stands in these sources, line by line. */
class WalkThroughTest {

    private static final Path DOCUMENT = Path.of("../../docs/your-own-adapter.md");

    /** A storage on a server, which SQLite is not. */
    private static final Path ON_A_SERVER = Path.of(
            "../../adapters-persistence/postgres/src/test/java/dev/portside/persistence/PostgresFaultContractTest.java");

    private static final Set<String> CODE = Set.of("```java", "```xml", "```sql");

    /** Stands for lines that are left out. */
    private static final String LEFT_OUT = "…";

    @Test
    void every_snippet_is_in_a_source() throws IOException {
        List<List<String>> sources = sources();
        List<List<String>> snippets = snippets(lines(DOCUMENT));

        for (List<String> snippet : snippets) {
            assertTrue(
                    sources.stream().anyMatch(source -> Collections.indexOfSubList(source, snippet) >= 0),
                    () -> "stands in no source any more; bring the document up to date:\n"
                            + String.join("\n", snippet));
        }
        assertEquals(12, snippets.size());
    }

    private static List<List<String>> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return Stream.concat(files.filter(Files::isRegularFile), Stream.of(Path.of("pom.xml"), ON_A_SERVER))
                    .map(WalkThroughTest::lines)
                    .toList();
        }
    }

    private static List<List<String>> snippets(List<String> document) {
        List<List<String>> snippets = new ArrayList<>();
        boolean inCode = false;
        for (String line : document) {
            boolean fence = line.startsWith("```");
            if (CODE.contains(line) || (inCode && line.equals(LEFT_OUT))) {
                snippets.add(new ArrayList<>());
            } else if (inCode && !fence) {
                snippets.getLast().add(line);
            }
            inCode = fence ? CODE.contains(line) : inCode;
        }
        return snippets;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readString(file)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
