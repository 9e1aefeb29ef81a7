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
    void a_bom_of_all_that_is_published_is_in_order() {
        assertFindings();
    }

    @Test
    void what_is_published_and_not_named_is_told() {
        project.library("core");
        assertFindings("portside-core is published and bom/pom.xml does not name it: add it there, or set"
                + " maven.deploy.skip in core/pom.xml");
    }

    @Test
    void what_is_not_published_needs_no_name() {
        project.library("core")
                .replace("core/pom.xml", "<properties>", "<properties><maven.deploy.skip>true</maven.deploy.skip>");
        assertFindings();
    }

    @Test
    void a_name_that_nothing_is_published_by_is_told() {
        project.replace("bom/pom.xml", "portside-cache", "portside-cash");
        assertFindings(
                "portside-cache is published and bom/pom.xml does not name it: add it there, or set maven.deploy.skip in"
                        + " cache/pom.xml",
                "bom/pom.xml names portside-cash, which no module publishes: remove it");
    }

    @Test
    void a_version_of_its_own_is_told() {
        project.replace("bom/pom.xml", "<version>1.0</version>", "<version>0.9</version>")
                .replace("bom/pom.xml", "${project.version}", "0.9");
        assertFindings(
                "bom/pom.xml is of version 0.9 and the parent of 1.0: give both the same",
                "bom/pom.xml gives portside-cache the version 0.9: write ${project.version}");
    }

    @Test
    void an_example_of_another_version_is_told() {
        project.library("example")
                .replace(
                        "example/pom.xml",
                        "<properties>",
                        "<properties><maven.deploy.skip>true</maven.deploy.skip><portside.version>0.9</portside.version>");
        assertFindings("example/pom.xml builds on Portside 0.9 and the parent is of version 1.0: give both the same, as"
                + " set-version does");
    }

    @Test
    void an_example_of_the_same_version_is_in_order() {
        project.library("example")
                .replace(
                        "example/pom.xml",
                        "<properties>",
                        "<properties><maven.deploy.skip>true</maven.deploy.skip><portside.version>1.0</portside.version>");
        assertFindings();
    }

    private void assertFindings(String... findings) {
        assertEquals(List.of(findings), Bom.findings(project.reactor()));
    }
}
