package dev.portside.bootstrap;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.portside.testkit.architecture.HexagonRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The house stands as it is drawn. */
class ArchitectureTest {

    private static final JavaClasses PORTSIDE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // What jOOQ generates has cycles of its own.
            .withImportOption(location -> !location.contains("/persistence/schema/"))
            .withImportOption(location -> !location.contains("/testkit/") && !location.contains("/http/contract/"))
            .importPackages("dev.portside");

    @TestFactory
    Stream<DynamicTest> the_rules_of_the_hexagon_hold() {
        return HexagonRules.of("dev.portside")
                .edge("http")
                .adapter("http.javalin", "dev.portside.http.javalin.JavalinServer")
                .adapter("http.helidon", "dev.portside.http.helidon.HelidonServer")
                .adapter(
                        "persistence", "dev.portside.persistence.Postgres", "dev.portside.persistence.PostgresSettings")
                .adapter("embedded", "dev.portside.embedded.EmbeddedPostgres")
                .adapter("cache", "dev.portside.cache.Cache", "dev.portside.cache.CacheSettings")
                .adapter("imaging", "dev.portside.imaging.Imaging", "dev.portside.imaging.ImagingSettings")
                .adapter("imaging.vips", "dev.portside.imaging.vips.VipsEngineProvider")
                .rules()
                .entrySet()
                .stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(PORTSIDE)));
    }
}
