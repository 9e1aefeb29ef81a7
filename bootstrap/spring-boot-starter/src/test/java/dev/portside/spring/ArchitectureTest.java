package dev.portside.spring;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.portside.archunit.HexagonRules;
import org.junit.jupiter.api.Test;

/** The starter is one package beside the house; the rules that need no layers hold for it too. */
class ArchitectureTest {

    private static final JavaClasses STARTER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.portside.spring");

    private static final HexagonRules RULES = HexagonRules.of("dev.portside.spring");

    @Test
    void names_say_something() {
        RULES.namesSaySomething().check(STARTER);
    }

    @Test
    void packages_have_no_cycles() {
        RULES.packagesHaveNoCycles().check(STARTER);
    }
}
