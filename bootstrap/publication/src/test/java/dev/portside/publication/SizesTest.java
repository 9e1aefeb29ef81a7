package dev.portside.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Sizes of packages and files. What exceeds a limit is listed, and the list can only get shorter and its numbers smaller. */
class SizesTest {

    private static final int MOST_FILES = 20;
    private static final int MOST_LINES = 400;

    /** Packages of more than {@value #MOST_FILES} files, with how many they have. */
    private static final Map<String, Integer> LARGE_PACKAGES = Map.of(
            "bootstrap/spring-boot-starter/src/main/java/dev/portside/spring", 23,
            "bootstrap/src/test/java/dev/portside/bootstrap", 44,
            "domain/src/main/java/dev/portside/domain/event", 23);

    /** Files of more than {@value #MOST_LINES} lines, with how many they have. */
    private static final Map<String, Integer> LONG_FILES = Map.of(
            "AvatarsTest.java", 415,
            "CpuBulkhead.java", 402,
            "GroupCommitEventLog.java", 438,
            "UserStatements.java", 406,
            "GroupCommitEventLogTest.java", 403);

    @Test
    void no_package_is_larger_than_the_limit() {
        assertOnly(LARGE_PACKAGES, over(MOST_FILES, packages(SourceTree.here().java())), MOST_FILES + " files");
    }

    @Test
    void no_file_is_longer_than_the_limit() {
        assertOnly(LONG_FILES, over(MOST_LINES, files(SourceTree.here().java())), MOST_LINES + " lines");
    }

    @Test
    void planted_large_ones_are_found() {
        SourceTree tree = SourceTree.of(Map.of(
                "a/One.java", "1\n2\n3\n", "a/Two.java", "1\n", "a/package-info.java", "", "b/Three.java", "1\n2\n"));
        assertEquals(Map.of("a", 2), over(1, packages(tree)));
        assertEquals(Map.of("One.java", 3), over(2, files(tree)));
        assertEquals(Map.of(), over(3, files(tree)));
    }

    @Test
    void the_list_must_shrink_with_what_it_lists() {
        assertEquals(Map.of("One.java", "3, listed with 2"), differences(Map.of("One.java", 2), Map.of("One.java", 3)));
        assertEquals(
                Map.of("One.java", "not larger any more, take it off the list"),
                differences(Map.of("One.java", 3), Map.of()));
        assertEquals(Map.of(), differences(Map.of("One.java", 3), Map.of("One.java", 3)));
        assertEquals(Map.of(), differences(Map.of("One.java", 3), Map.of("One.java", 2)));
    }

    private static void assertOnly(Map<String, Integer> listed, Map<String, Integer> found, String limit) {
        assertEquals(Map.of(), differences(listed, found), "The limit is " + limit + "; split what is larger");
    }

    private static NavigableMap<String, String> differences(Map<String, Integer> listed, Map<String, Integer> found) {
        NavigableMap<String, String> differences = new TreeMap<>();
        found.forEach((name, size) -> {
            if (size > listed.getOrDefault(name, 0)) {
                differences.put(name, size + ", listed with " + listed.getOrDefault(name, 0));
            }
        });
        listed.keySet().stream()
                .filter(name -> !found.containsKey(name))
                .forEach(name -> differences.put(name, "not larger any more, take it off the list"));
        return differences;
    }

    private static NavigableMap<String, Integer> over(int limit, NavigableMap<String, Integer> sizes) {
        NavigableMap<String, Integer> over = new TreeMap<>(sizes);
        over.values().removeIf(size -> size <= limit);
        return over;
    }

    /** By folder, without the descriptions of packages. */
    private static NavigableMap<String, Integer> packages(SourceTree tree) {
        NavigableMap<String, Integer> sizes = new TreeMap<>();
        tree.where(path -> !path.endsWith("-info.java"))
                .texts()
                .keySet()
                .forEach(path -> sizes.merge(path.substring(0, path.lastIndexOf('/')), 1, Integer::sum));
        return sizes;
    }

    /** By simple name, so that a file may move; of several with one name the longest counts. */
    private static NavigableMap<String, Integer> files(SourceTree tree) {
        NavigableMap<String, Integer> sizes = new TreeMap<>();
        tree.texts()
                .forEach((path, text) -> sizes.merge(
                        path.substring(path.lastIndexOf('/') + 1),
                        (int) text.lines().count(),
                        Integer::max));
        return sizes;
    }
}
