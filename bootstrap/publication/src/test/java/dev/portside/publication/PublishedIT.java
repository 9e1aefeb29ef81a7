package dev.portside.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    private static void assertNone(List<String> findings) {
        assertEquals("", String.join("\n", findings));
    }
}
