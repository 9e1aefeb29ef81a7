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
    void theBomNamesWhatIsPublishedAndNothingElse() {
        assertNone(Bom.findings(reactor));
    }

    @Test
    void eachPublishedPomSaysWhatRepositoriesAskFor() {
        assertNone(Metadata.findings(reactor));
    }

    @Test
    void eachPublishedJarIsAModuleOfItsOwn() {
        assertNone(Jars.findings(ROOT, reactor));
    }

    private static void assertNone(List<String> findings) {
        assertEquals("", String.join("\n", findings));
    }
}
