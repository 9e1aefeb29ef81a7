package dev.portside.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No test asserts how long something takes: that would test the machine. Tests assert counts, order, bytes, or a ratio to a control
 * in the same test; speed is measured in {@code bench}. And nothing spins: where there is one processor, what a spinning thread
 * waits for may never come.
 */
class HasteTest {

    private static final Path ROOT = Path.of("../..");

    /** Sources of tests outside of {@code src/test}. */
    private static final List<String> CONTRACTS = List.of("testkit/", "adapters-http/contract/");

    /** By file, why it may. */
    private static final Map<String, String> TESTS_THAT_MAY = Map.ofEntries(
            Map.entry(
                    "Cost.java", "the promise is a time, and what an adapter allows itself is many times what is set"),
            Map.entry("CacheFaultContract.java", "that closing and starting end at all, within half a minute"),
            Map.entry("TimedResize.java", "a ratio to a control that is timed in the same test"),
            Map.entry("LinkCondition.java", "it makes a connection slow"),
            Map.entry("StorageFaultContract.java", "that opening ends at all, within an adapter's half a minute"),
            Map.entry("FaultyLinkTest.java", "at least: a slow machine can only add to it"),
            Map.entry("HttpPatienceContract.java", "at least, from before the first byte: a slow machine can only add"),
            Map.entry("HttpRawRequestsContract.java", "the pace of a slow client"),
            Map.entry("HttpRefusalContract.java", "the pace of a slow client"),
            Map.entry("RedisFaultTest.java", "waits until a time has passed on Redis' own clock"),
            Map.entry("TwoNodesTest.java", "what begins after the time to live: a slow machine can only be later"),
            Map.entry("FreshnessTest.java", "how long a reader may be held up, which makes the interleavings"),
            Map.entry("Node.java", "the origin of a clock that stands still"),
            Map.entry("CachingUserStoreTest.java", "a time far ahead"),
            Map.entry("UserPlansTest.java", "for the log"),
            Map.entry("ResponseBudgetTest.java", "a time far ahead, and one that is over"),
            Map.entry("OpenLoadTest.java", "a pause of a server, of which the test asserts that it is felt"),
            Map.entry("UserJourneys.java", "a word that was not used before"),
            Map.entry("CoalescerFreshnessTest.java", "gives way at random, which makes the interleavings"),
            Map.entry("SingleFlightTest.java", "gives way at random, which makes the interleavings"),
            Map.entry("HasteTest.java", "the planted ones"),
            Map.entry("HexagonRulesTest.java", "a text"),
            Map.entry("Orders.java", "planted for the rules of architecture"),
            Map.entry("OrderNumber.java", "planted for the rules of architecture"));

    private static final Map<String, String> MAIN_THAT_MAY = Map.of(
            "Coalescer.java", "gives way once per reading, in no loop, so that it is for more",
            "Query.java", "gives way once in many rows: virtual threads take turns only when they say so");

    @Test
    void tests_do_not_depend_on_how_fast_the_machine_is() throws IOException {
        assertOnly(TESTS_THAT_MAY, hasty(true));
    }

    @Test
    void nothing_spins() throws IOException {
        assertOnly(MAIN_THAT_MAY, hasty(false));
    }

    @Test
    void planted_ones_are_found() {
        List<String> planted = List.of(
                "Thread.sleep(100);",
                "TimeUnit.MILLISECONDS.sleep(100);",
                "Thread.onSpinWait();",
                "long took = System.nanoTime() - begun;",
                "assertTimeout(SOON, work);",
                "assertTimeoutPreemptively(SOON, work);",
                "assertTimeoutPreemptively(Duration.ofSeconds(5), work);",
                "@Timeout(5)",
                "@Timeout(value = 5, unit = TimeUnit.SECONDS)",
                "@Timeout(value = 60_000, unit = TimeUnit.MILLISECONDS)",
                "LockSupport.parkNanos(100_000_000);",
                "LockSupport.parkNanos(Duration.ofMillis(100).toNanos());",
                "thread.join(1_000);",
                "thread.join(Duration.ofMillis(100));",
                "thread.join(Duration.ofSeconds(5));",
                "lock.wait(100);",
                "assertTrue(done.await(10, TimeUnit.SECONDS));",
                "call.get(200, MILLISECONDS);",
                "long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();");
        planted.forEach(line -> assertEquals(List.of(line), Haste.inTests("    " + line + "\n")));
        List<String> sound = List.of(
                "Thread.sleep(1);",
                "LockSupport.parkNanos(1_000_000);",
                "thread.join();",
                "assertTimeoutPreemptively(Duration.ofSeconds(30), work);",
                "thread.join(Duration.ofSeconds(30));",
                "@Timeout(60)",
                "@Timeout(value = 60, unit = TimeUnit.SECONDS)",
                "String.join(\", \", names);",
                "long end = System.nanoTime() + PATIENCE.toNanos();",
                "assertTrue(done.await(30, TimeUnit.SECONDS));",
                "// Thread.sleep(100)");
        sound.forEach(line -> assertEquals(List.of(), Haste.inTests(line)));
        assertEquals(List.of("Thread.yield();"), Haste.inMain("while (busy)\n    Thread.yield();\n"));
    }

    private static void assertOnly(Map<String, String> allowed, Map<String, List<String>> hasty) {
        Map<String, List<String>> forbidden = new TreeMap<>(hasty);
        forbidden.keySet().removeAll(allowed.keySet());
        assertEquals(
                Map.of(),
                forbidden,
                "These depend on the speed of the machine. Assert counts, order, or a ratio to a control in the same"
                        + " test; wait for a condition with a look each millisecond and a limit of 30 s; measure speed in"
                        + " bench");
        Set<String> unused = new TreeSet<>(allowed.keySet());
        unused.removeAll(hasty.keySet());
        assertEquals(Set.of(), unused, "These are allowed what they do not do any more; take them off the list");
    }

    /** By the name of the file. */
    private static Map<String, List<String>> hasty(boolean tests) throws IOException {
        Map<String, List<String>> hasty = new TreeMap<>();
        int seen = 0;
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(HasteTest::isSource).toList()) {
                String path = ROOT.relativize(file).toString().replace('\\', '/');
                boolean isTest =
                        path.contains("src/test/") || CONTRACTS.stream().anyMatch(path::startsWith);
                if (isTest == tests && (isTest || !path.startsWith("bench/"))) {
                    seen++;
                    String source = Files.readString(file);
                    List<String> lines = isTest ? Haste.inTests(source) : Haste.inMain(source);
                    if (!lines.isEmpty()) {
                        hasty.computeIfAbsent(file.getFileName().toString(), any -> new ArrayList<>())
                                .addAll(lines);
                    }
                }
            }
        }
        assertTrue(seen > 100, "the sources were not found from " + ROOT.toAbsolutePath());
        return hasty;
    }

    private static boolean isSource(Path file) {
        String path = file.toString();
        return path.endsWith(".java") && !path.contains("/target/");
    }
}
