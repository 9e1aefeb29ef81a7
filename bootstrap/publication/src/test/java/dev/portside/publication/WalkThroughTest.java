package dev.portside.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Snippets of docs/your-own-adapter.md: each is in the sources of the example, line by line. */
class WalkThroughTest {

    private static final Path ROOT = Path.of("../..");
    private static final Path EXAMPLE = ROOT.resolve("examples/own-adapter");

    /** A storage on a server, which SQLite is not. */
    private static final Path ON_A_SERVER = ROOT.resolve(
            "adapters-persistence/postgres/src/test/java/dev/portside/persistence/connection/PostgresFaultContractTest.java");

    private static final Set<String> CODE = Set.of("```java", "```xml", "```sql");

    /** Stands for lines that are left out. */
    private static final String LEFT_OUT = "…";

    @Test
    void every_snippet_is_in_a_source() {
        List<List<String>> snippets = snippets(Lines.in(ROOT.resolve("docs/your-own-adapter.md")));
        List<Lines> sources = Stream.concat(
                        Lines.below(EXAMPLE.resolve("src")).stream(),
                        Stream.of(EXAMPLE.resolve("pom.xml"), ON_A_SERVER).map(Lines::in))
                .toList();

        List<String> strangers = snippets.stream()
                .filter(snippet -> sources.stream().noneMatch(source -> source.have(snippet)))
                .map(snippet -> String.join("\n", snippet))
                .toList();

        assertEquals(
                "",
                String.join("\n\n", strangers),
                "docs/your-own-adapter.md shows what stands in no source; bring it up to date");
        assertFalse(snippets.isEmpty(), "the document shows no code any more");
    }

    @Test
    void a_snippet_is_what_a_block_of_code_has_without_gaps() {
        assertEquals(List.of(List.of("int a;", "int b;"), List.of("int c;"), List.of("<d/>")), snippets(Lines.of("""
            A text
            …
            ```java
            int a;

                int b;
            …
            int c;
            ```
            and
            ```
            $ a command
            ```
            and
            ```xml
            <d/>
            ```
            """)));
    }

    private static List<List<String>> snippets(Lines document) {
        List<List<String>> snippets = new ArrayList<>();
        boolean inCode = false;
        for (String line : document.stripped()) {
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
}
