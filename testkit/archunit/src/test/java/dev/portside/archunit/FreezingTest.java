package dev.portside.archunit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.freeze.FreezingArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each rule can be frozen: what was there is accepted wherever it moves, what comes is not, and what goes may go. */
class FreezingTest {

    private static final Path SOURCES = Path.of("src/test/java/com/acme/planted");

    private static final HexagonRules RULES = HexagonRules.of("com.acme.planted");

    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("com.acme.planted");

    @TempDir
    private static Path folder;

    /** Each of its lines is seven further down. */
    private static JavaClasses moved;

    /** Each class has a twin that breaks what it breaks. */
    private static JavaClasses doubled;

    @BeforeAll
    static void compile() throws IOException {
        moved = compile(folder.resolve("moved"), source -> "\n".repeat(7) + source, false);
        doubled = compile(folder.resolve("doubled"), source -> source, true);
    }

    private static JavaClasses compile(Path target, UnaryOperator<String> change, boolean twins) throws IOException {
        Path sources = Files.createDirectories(target.resolve("sources"));
        Path classes = Files.createDirectories(target.resolve("classes"));
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String source = change.apply(Files.readString(file));
                String name = file.getFileName().toString().replace(".java", "");
                Path to = Files.createDirectories(
                        sources.resolve(SOURCES.relativize(file)).getParent());
                Files.writeString(to.resolve(name + ".java"), source);
                if (twins) {
                    Files.writeString(
                            to.resolve("Twin" + name + ".java"),
                            source.replaceAll("\\b" + name + "\\b", "Twin" + name));
                }
            }
        }
        try (Stream<Path> files = Files.walk(sources)) {
            Stream<String> options = Stream.of("-proc:none", "-d", classes.toString());
            Stream<String> inputs = files.filter(Files::isRegularFile).map(Path::toString);
            int exit = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, Stream.concat(options, inputs).toArray(String[]::new));
            assertEquals(0, exit, "the compiler's exit code");
        }
        return new ClassFileImporter().importPath(classes);
    }

    @TestFactory
    Stream<DynamicTest> each_rule_can_be_frozen() {
        return RULES.rules().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> {
                    Path store = folder.resolve("store of " + rule.getKey());
                    withStore(store, () -> {
                        ArchRule frozen = FreezingArchRule.freeze(rule.getValue());
                        frozen.check(PLANTED);
                        assertFalse(stored(store).isEmpty(), "nothing was stored");
                        frozen.check(moved);

                        AssertionError broken = assertThrows(AssertionError.class, () -> frozen.check(doubled));
                        List<String> lines =
                                String.valueOf(broken.getMessage()).lines().toList();
                        assertTrue(lines.size() > 1);
                        assertTrue(lines.stream().skip(1).allMatch(line -> line.contains("Twin")), broken::getMessage);

                        frozen.check(PLANTED);
                    });
                }));
    }

    @Test
    void what_is_mended_may_not_come_back() {
        withStore(folder.resolve("mended"), () -> {
            HexagonRules frozen = RULES.frozen();
            frozen.check(doubled);
            frozen.check(PLANTED);
            AssertionError broken = assertThrows(AssertionError.class, () -> frozen.check(doubled));
            for (ArchRule rule : RULES.rules().values()) {
                assertTrue(String.valueOf(broken.getMessage()).contains(rule.getDescription()), broken::getMessage);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> a_frozen_rule_does_not_pass_when_what_it_speaks_of_is_missing() {
        return HexagonRules.of("com.acme.nowhere").frozen().rules().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> withStore(
                                folder.resolve("missing of " + rule.getKey()),
                                () -> assertThrows(
                                        AssertionError.class,
                                        () -> rule.getValue().check(PLANTED)))));
    }

    /** Otherwise the tests above would show nothing. */
    @Test
    void what_has_moved_is_told_with_other_lines() {
        assertNotEquals(
                RULES.domainIsPure().evaluate(PLANTED).getFailureReport().getDetails(),
                RULES.domainIsPure().evaluate(moved).getFailureReport().getDetails());
    }

    /** By its description a store finds a rule again. */
    @Test
    void descriptions_depend_on_nothing_but_the_base() {
        HexagonRules otherwise = RULES.domain("core")
                .application("cases")
                .adaptersIn("ports")
                .adapter("store", "Door")
                .openAdapter("web")
                .bootstrap("start")
                .edge("start")
                .domainMayUse("java.sql..")
                .applicationMayUse("org.slf4j..")
                .emptySuffixes("Bean");
        assertEquals(descriptions(RULES), descriptions(otherwise));
        assertEquals(descriptions(RULES), descriptions(RULES.frozen()));
        assertEquals(
                RULES.rules().size(), Set.copyOf(descriptions(RULES).values()).size());
        assertEquals(
                "domain is pure in com.acme.other",
                descriptions(HexagonRules.of("com.acme.other")).get("domain is pure"));
    }

    /** As a release would word it that gives a better reason. */
    @TestFactory
    Stream<DynamicTest> a_rule_that_is_worded_better_stays_frozen() {
        return RULES.rules().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> withStore(folder.resolve("worded " + rule.getKey()), () -> {
                            FreezingArchRule.freeze(rule.getValue()).check(PLANTED);
                            ArchConfiguration.get().setProperty("freeze.store.default.allowStoreCreation", "false");
                            ArchConfiguration.get().setProperty("freeze.store.default.allowStoreUpdate", "false");

                            ArchRule worded = FreezingArchRule.freeze(
                                    rule.getValue().because("it is so").because("reasons change"));

                            worded.check(PLANTED);
                            assertThrows(AssertionError.class, () -> worded.check(doubled));
                        })));
    }

    @Test
    void a_failure_tells_the_reason_frozen_or_not() {
        for (HexagonRules rules : List.of(RULES, RULES.frozen())) {
            withStore(folder.resolve("reasons"), () -> {
                if (rules != RULES) {
                    rules.check(PLANTED);
                }
                AssertionError broken = assertThrows(AssertionError.class, () -> rules.check(doubled));
                String message = String.valueOf(broken.getMessage());
                assertTrue(
                        message.contains("'domain is pure in com.acme.planted, because the domain is what every"),
                        message);
            });
        }
    }

    private static Map<String, String> descriptions(HexagonRules rules) {
        return rules.rules().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, rule -> rule.getValue().getDescription()));
    }

    private static void withStore(Path store, Runnable body) {
        ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setProperty("freeze.store.default.path", store.toString());
            configuration.setProperty("freeze.store.default.allowStoreCreation", "true");
            body.run();
        });
    }

    private static List<String> stored(Path store) {
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(file -> !file.endsWith("stored.rules"))
                    .flatMap(FreezingTest::lines)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
