package org.example.sqlite;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.portside.archunit.HexagonRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.example");

    @Test
    void the_rules_for_adapters_hold() {
        HexagonRules rules = HexagonRules.of("org.example").adapter("sqlite", "SqliteStorageAdapter");
        rules.adaptersShowFewTypes().check(OURS);
        rules.namesSaySomething().check(OURS);
        rules.packagesHaveNoCycles().check(OURS);
    }
}
