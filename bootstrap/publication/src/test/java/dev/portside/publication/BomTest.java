package dev.portside.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BomTest {
    private final Planted project;

    BomTest(@TempDir Path root) {
        project = new Planted(root);
    }

    @Test
    void aBomOfAllThatIsPublishedIsInOrder() {
        assertFindings();
    }

    @Test
    void whatIsPublishedAndNotNamedIsTold() {
        project.library("core");
        assertFindings("portside-core is published and bom/pom.xml does not name it: add it there, or set"
                + " maven.deploy.skip in core/pom.xml");
    }

    @Test
    void whatIsNotPublishedNeedsNoName() {
        project.library("core")
                .replace("core/pom.xml", "<properties>", "<properties><maven.deploy.skip>true</maven.deploy.skip>");
        assertFindings();
    }

    @Test
    void aNameThatNothingIsPublishedByIsTold() {
        project.replace("bom/pom.xml", "portside-cache", "portside-cash");
        assertFindings(
                "portside-cache is published and bom/pom.xml does not name it: add it there, or set maven.deploy.skip in"
                        + " cache/pom.xml",
                "bom/pom.xml names portside-cash, which no module publishes: remove it");
    }

    @Test
    void aVersionOfItsOwnIsTold() {
        project.replace("bom/pom.xml", "<version>1.0</version>", "<version>0.9</version>")
                .replace("bom/pom.xml", "${project.version}", "0.9");
        assertFindings(
                "bom/pom.xml is of version 0.9 and the parent of 1.0: give both the same",
                "bom/pom.xml gives portside-cache the version 0.9: write ${project.version}");
    }

    private void assertFindings(String... findings) {
        assertEquals(List.of(findings), Bom.findings(project.reactor()));
    }
}
