package dev.portside.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarsTest {
    private static final String JAR = "cache/target/portside-cache-1.0.jar";
    private static final String CLASS = "dev/portside/cache/Cache.class";

    private final Path root;
    private final Planted project;

    JarsTest(@TempDir Path root) {
        this.root = root;
        project = new Planted(root);
    }

    @Test
    void a_jar_that_is_named_as_its_pom_says_is_in_order() {
        assertFindings();
    }

    @Test
    void a_jar_without_a_name_is_told() {
        project.jar(JAR, "", CLASS);
        assertFindings(
                JAR + " is the module portside.cache and cache/pom.xml says dev.portside.cache: make its manifest or"
                        + " its module-info say the same");
    }

    @Test
    void a_name_that_no_module_can_have_is_told() {
        project.jar(JAR, "${module.name}", CLASS);
        assertFindings(JAR + " cannot be a module: Automatic-Module-Name: ${module.name}: Invalid module name:"
                + " '${module' is not a Java identifier");
    }

    @Test
    void a_pom_that_names_no_module_is_told() {
        project.replace("cache/pom.xml", "dev.portside.cache", "");
        assertFindings("cache/pom.xml has no module.name among its properties: set it to the root package, such as"
                + " dev.portside.cache");
    }

    @Test
    void a_package_outside_its_modules_name_is_told() {
        project.jar(JAR, "dev.portside.cache", CLASS, "dev/portside/redis/Redis.class");
        assertFindings(
                JAR + " has the package dev.portside.redis, which is not below its module's name dev.portside.cache:"
                        + " rename one of them");
    }

    @Test
    void a_package_in_two_jars_is_told() {
        project.library("near")
                .replace("near/pom.xml", "dev.portside.near", "dev.portside.cache")
                .jar("near/target/portside-near-1.0.jar", "dev.portside.cache", CLASS);
        assertFindings("portside-cache and portside-near both have the package dev.portside.cache, which no program of"
                + " modules can bear: rename one");
    }

    @Test
    void a_jar_that_was_not_built_is_told() {
        project.library("near");
        assertFindings("near/target/portside-near-1.0.jar is missing: build all modules, with ./mvnw verify");
    }

    private void assertFindings(String... findings) {
        assertEquals(List.of(findings), Jars.findings(root, project.reactor()));
    }
}
