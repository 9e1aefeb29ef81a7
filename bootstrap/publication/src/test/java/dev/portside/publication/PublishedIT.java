package dev.portside.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Looks at what the modules before this one have packaged. */
class PublishedIT {
    private static final Path ROOT = Path.of("../..");

    private final List<Pom> reactor = Pom.reactor(ROOT);

    @Test
    void the_bom_names_what_is_published_and_nothing_else() {
        assertNone(Bom.findings(reactor));
    }

    @Test
    void each_published_pom_says_what_repositories_ask_for() {
        assertNone(Metadata.findings(reactor));
    }

    @Test
    void each_published_jar_is_a_module_of_its_own() {
        assertNone(Jars.findings(ROOT, reactor));
    }

    /** A host may have another version of it. */
    @Test
    void the_storage_needs_no_jooq_but_its_own() throws IOException {
        Path target = ROOT.resolve("adapters-persistence/postgres/target");
        Pom reduced = Pom.reactor(ROOT).stream()
                .filter(pom -> pom.artifact().equals("portside-persistence-postgres"))
                .findAny()
                .orElseThrow();
        Path jar = target.resolve(reduced.artifact() + "-" + reduced.version() + ".jar");
        List<String> foreign = new ArrayList<>();
        int shaded = 0;
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (entry.getName().endsWith(".class")) {
                    String constants =
                            new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                    if (entry.getName().startsWith("org/jooq/") || constants.contains("org/jooq/impl/")) {
                        foreign.add(entry.getName());
                    }
                    shaded += entry.getName().startsWith("dev/portside/persistence/shaded/jooq/") ? 1 : 0;
                }
            }
        }
        assertNone(foreign);
        assertTrue(shaded > 1_000, "jOOQ is not in " + jar);
        assertFalse(Files.readString(target.resolve("dependency-reduced-pom.xml"))
                .contains("<artifactId>jooq</artifactId>\n      <version>"));
    }

    /** Its servers are old, and scanners report them. */
    @Test
    void nobody_gets_the_embedded_redis_by_depending_on_something() {
        assertNone(reactor.stream()
                .filter(Pom::isPublished)
                .flatMap(pom -> pom.elements("dependencies", "dependency")
                        .filter(dependency -> text(dependency, "artifactId").equals("embedded-redis")
                                && !Set.of("test", "provided").contains(text(dependency, "scope")))
                        .map(dependency -> pom.file() + " hands embedded-redis on: make its scope test or provided"))
                .toList());
    }

    private static String text(Element parent, String name) {
        return Pom.child(parent, name).map(Element::getTextContent).orElse("").strip();
    }

    private static void assertNone(List<String> findings) {
        assertEquals("", String.join("\n", findings));
    }
}
