package dev.portside.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataTest {
    private final Planted project;

    MetadataTest(@TempDir Path root) {
        project = new Planted(root);
    }

    @Test
    void what_the_parent_says_of_the_project_is_enough() {
        assertFindings();
    }

    @Test
    void a_module_that_says_nothing_of_itself_is_told() {
        project.replace("cache/pom.xml", "<name>Cache</name><description>Near.</description>", "");
        assertFindings(
                "cache/pom.xml has no <name>: say what the module is, or set maven.deploy.skip if it is not to be published",
                "cache/pom.xml has no <description>: say what the module is, or set maven.deploy.skip if it is not to be"
                        + " published");
    }

    @Test
    void a_pom_without_the_parent_says_all_of_it_itself() {
        project.replace("bom/pom.xml", "<name>Ada</name>", "");
        assertFindings("bom/pom.xml has no developers/developer/name, which a published pom needs");
    }

    @Test
    void a_pom_that_says_something_else_of_the_project_is_told() {
        project.replace("pom.xml", "scm:git:https://portside.example/git", "scm:git:https://elsewhere.example/git");
        assertFindings("bom/pom.xml has scm:git:https://portside.example/git as scm/connection and pom.xml says"
                + " scm:git:https://elsewhere.example/git: give both the same");
    }

    @Test
    void a_property_is_what_it_stands_for() {
        project.replace("pom.xml", "https://portside.example", "${address}")
                .replace(
                        "pom.xml",
                        "<modules>",
                        "<properties><address>https://portside.example</address></properties><modules>");
        assertFindings();
    }

    private void assertFindings(String... findings) {
        assertEquals(List.of(findings), Metadata.findings(project.reactor()));
    }
}
