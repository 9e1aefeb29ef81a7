package dev.portside.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Relative links of all documents: each leads to a file or folder, and to a heading where it names one. */
class LinksTest {

    private static final Path ROOT = Path.of("../..");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");

    @Test
    void links_lead_somewhere() {
        assertEquals(List.of(), broken(SourceTree.here(), path -> Files.exists(ROOT.resolve(path))));
    }

    @Test
    void planted_broken_links_are_found() {
        SourceTree tree = SourceTree.of(
                Map.of("README.md", """
                [a](docs/a.md) [b](docs/a.md#two-words) [c](https://example.org) [here](#top)

                # Top

                [d](docs/lost.md) [e](docs/a.md#three) [f](#lost)
                ```
                [g](lost.md)
                ```
                """, "docs/a.md", "## Two `words`\n[up](../README.md) [wrong](README.md)\n"));
        assertEquals(
                List.of(
                        "README.md: docs/lost.md",
                        "README.md: docs/a.md#three",
                        "README.md: #lost",
                        "docs/a.md: README.md"),
                broken(tree, tree.texts()::containsKey));
    }

    private static List<String> broken(SourceTree tree, Predicate<String> exists) {
        List<String> broken = new ArrayList<>();
        tree.documents()
                .texts()
                .forEach((path, text) -> LINK.matcher(CODE.matcher(text).replaceAll(""))
                        .results()
                        .map(link -> link.group(1))
                        .filter(link -> !ELSEWHERE.matcher(link).matches())
                        .filter(link -> !leads(tree, path, link, exists))
                        .forEach(link -> broken.add(path + ": " + link)));
        return broken;
    }

    private static boolean leads(SourceTree tree, String from, String link, Predicate<String> exists) {
        String[] parts = link.split("#", 2);
        String target = parts[0].isEmpty()
                ? from
                : Path.of(from).resolveSibling(parts[0]).normalize().toString().replace('\\', '/');
        if (!exists.test(target)) {
            return false;
        }
        return parts.length == 1
                || !target.endsWith(".md")
                || anchors(tree.text(target)).contains(parts[1]);
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(String text) {
        return HEADING.matcher(text)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .strip()
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
