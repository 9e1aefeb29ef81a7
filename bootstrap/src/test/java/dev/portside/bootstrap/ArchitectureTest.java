package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.portside.archunit.HexagonRules;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The house stands as it is drawn. */
class ArchitectureTest {

    private static final JavaClasses PORTSIDE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // What jOOQ generates has cycles of its own.
            .withImportOption(location -> !location.contains("/dev/portside/persistence/schema/"))
            // Others' code, which the packaged adapter has under a name of its own.
            .withImportOption(location -> !location.contains("/dev/portside/persistence/shaded/"))
            // What tests are made of is beside the house.
            .withImportOption(location -> !location.contains("/dev/portside/testkit/")
                    && !location.contains("/dev/portside/archunit/")
                    && !location.contains("/dev/portside/http/contract/")
                    && !location.contains("/dev/portside/http/hosts/"))
            .importPackages("dev.portside");

    /** Ids of requests and of cache nodes, and what machine the embedded server is for; nothing else asks. */
    private static final List<String> EDGE = List.of("bootstrap", "core", "http", "cache", "embedded");

    private static final HexagonRules RULES = HexagonRules.of("dev.portside")
            .bootstrap("bootstrap", "core")
            .openAdapter("http")
            .adapter("http.javalin", "JavalinServer", "JavalinAdapter")
            .adapter("http.servlet", "PortsideServlet")
            .adapter("http.helidon", "HelidonServer", "HelidonAdapter")
            .adapter(
                    "persistence",
                    "Postgres",
                    "PostgresStorageAdapter",
                    "connection.PostgresSettings",
                    "connection.JdbcTransactions",
                    "connection.ThreadTransactions")
            .adapter("embedded", "EmbeddedPostgres")
            .adapter(
                    "cache",
                    "Cache",
                    "CacheSettings",
                    "LocalCacheAdapter",
                    "RemoteUserCache",
                    "RemoteVariantCache",
                    "ReadCounters")
            .adapter("cache.redis", "RedisCache", "RedisSettings", "RedisCacheAdapter")
            .adapter("imaging", "Imaging", "ImagingSettings", "JdkEngineProvider")
            .adapter("imaging.probe", "HeaderProbe")
            .adapter("imaging.vips", "VipsEngineProvider")
            .edge(EDGE.toArray(String[]::new));

    @TestFactory
    Stream<DynamicTest> the_rules_of_the_hexagon_hold() {
        return RULES.rules().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(PORTSIDE)));
    }

    @TestFactory
    Stream<DynamicTest> no_package_is_at_the_edge_for_nothing() {
        return EDGE.stream()
                .map(left -> DynamicTest.dynamicTest(left, () -> {
                    String[] others =
                            EDGE.stream().filter(name -> !name.equals(left)).toArray(String[]::new);
                    assertTrue(RULES.edge(others)
                            .timeAndChanceComeFromTheEdge()
                            .evaluate(PORTSIDE)
                            .hasViolation());
                }));
    }
}
