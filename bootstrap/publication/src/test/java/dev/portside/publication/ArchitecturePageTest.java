package dev.portside.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Walks of {@code docs/architecture.md} and wiring paths of {@code README.md}. A walk lists classes that exist, none of them twice;
 * in a path, each class names the next one in its source.
 */
class ArchitecturePageTest {

    private static final int WALKS = 6;

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ ");
    private static final Pattern STOP = Pattern.compile("(?m)^\\d+\\. `(\\w+)`");
    private static final Pattern PATH = Pattern.compile("(?m)^\\* .*?(`\\w+`(?: → `\\w+`)+)$");

    @Test
    void walks_list_classes_that_exist_and_none_twice() {
        SourceTree tree = SourceTree.here();
        Map<String, List<String>> walks = walks(tree.text("docs/architecture.md"));
        assertEquals(WALKS, walks.size(), () -> "walks: " + walks.keySet());
        assertEquals(List.of(), faultsOfWalks(walks, tree.java()));
    }

    @Test
    void classes_on_a_path_name_the_next() {
        SourceTree tree = SourceTree.here();
        for (String document : List.of("README.md", "docs/architecture.md")) {
            List<List<String>> paths = paths(tree.text(document));
            assertEquals(2, paths.size(), () -> document + " has the paths " + paths);
            assertEquals(List.of(), faultsOfPaths(paths, tree.java()), document);
        }
    }

    @Test
    void planted_faults_are_found() {
        SourceTree tree = SourceTree.of(Map.of("a/App.java", "class App { Api api; }", "a/Api.java", "class Api {}"));
        Map<String, List<String>> walks = walks("""
            # Page
            ### Walk 1: good
            1. `App` starts
            2. `Api` answers
            ### Walk 2: bad
            1. `App`
            2. `Lost`
            3. `App`
            """);
        assertEquals(List.of("Walk 2: bad: no class Lost", "Walk 2: bad: App twice"), faultsOfWalks(walks, tree));
        List<List<String>> paths =
                paths("* Good: `App` → `Api`\n* Bad: `Api` → `App` → `Api`\n* Gone: `App` → `Lost`\n");
        assertEquals(List.of("Api does not name App", "App does not name Lost"), faultsOfPaths(paths, tree));
    }

    private static Map<String, List<String>> walks(String page) {
        Map<String, List<String>> walks = new LinkedHashMap<>();
        for (String part : HEADING.splitAsStream(page).toList()) {
            if (part.startsWith("Walk ")) {
                walks.put(part.lines().findFirst().orElse(""), matches(STOP, part));
            }
        }
        return walks;
    }

    private static List<String> faultsOfWalks(Map<String, List<String>> walks, SourceTree java) {
        List<String> faults = new ArrayList<>();
        walks.forEach((walk, stops) -> {
            Set<String> seen = new HashSet<>();
            for (String stop : stops) {
                if (java.type(stop).isEmpty()) {
                    faults.add(walk + ": no class " + stop);
                }
                if (!seen.add(stop)) {
                    faults.add(walk + ": " + stop + " twice");
                }
            }
            if (stops.isEmpty()) {
                faults.add(walk + ": no classes");
            }
        });
        return faults;
    }

    private static List<List<String>> paths(String page) {
        return matches(PATH, page).stream()
                .map(path -> List.of(path.replace("`", "").split(" → ")))
                .toList();
    }

    private static List<String> faultsOfPaths(List<List<String>> paths, SourceTree java) {
        List<String> faults = new ArrayList<>();
        for (List<String> path : paths) {
            for (int i = 1; i < path.size(); i++) {
                Pattern next = Pattern.compile("\\b" + path.get(i) + "\\b");
                if (!next.matcher(java.type(path.get(i - 1))).find()) {
                    faults.add(path.get(i - 1) + " does not name " + path.get(i));
                }
            }
        }
        return faults;
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
