package dev.portside.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.portside.core.Portside;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class PortsideHealthTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    PortsideAutoConfiguration.class,
                    PortsideHealthAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class,
                    HealthEndpointAutoConfiguration.class))
            .withPropertyValues("management.endpoint.health.show-details=always");

    private final ApplicationContextRunner hosted =
            application.withBean(HostedStorage.class, HostedStorage::new).withBean(HostedCache.class, HostedCache::new);

    @Test
    void the_parts_are_shown_with_what_they_are() {
        application.withPropertyValues("portside.cache=local").run(context -> {
            assertEquals("UP", status(context));
            assertEquals(Map.of("cache", "UP", "node", "UP", "storage", "UP"), parts(context));
            assertEquals(
                    "memory (lost at the end)",
                    part(context, "storage").getDetails().get("kind"));
            assertEquals("local", part(context, "cache").getDetails().get("kind"));
            assertEquals("ready", part(context, "node").getDetails().get("state"));
        });
    }

    @Test
    void without_a_cache_the_application_is_up() {
        hosted.run(context -> {
            context.getBean(HostedCache.class).cut();

            awaitNextReport(context);
            assertEquals(Map.of("cache", "DEGRADED", "node", "UP", "storage", "UP"), parts(context));
            assertEquals("degraded", part(context, "node").getDetails().get("state"));
            assertEquals("UP", status(context));
        });
    }

    @Test
    void without_its_storage_it_is_down() {
        hosted.run(context -> {
            context.getBean(HostedStorage.class).reachable = false;

            awaitNextReport(context);
            assertEquals(Map.of("cache", "UP", "node", "DOWN", "storage", "DOWN"), parts(context));
            assertEquals("DOWN", status(context));
        });
    }

    @Test
    void when_it_is_about_to_stop_it_is_out_of_service() {
        hosted.run(context -> {
            context.getBean(Portside.class).readiness().drain();

            assertEquals("OUT_OF_SERVICE", part(context, "node").getStatus().getCode());
            assertEquals("OUT_OF_SERVICE", status(context));
        });
    }

    @Test
    void when_it_is_about_to_stop_nobody_knows_how_its_parts_are() {
        hosted.run(context -> {
            context.getBean(HostedStorage.class).reachable = false;
            context.getBean(Portside.class).readiness().drain();

            assertEquals(Map.of("cache", "UNKNOWN", "node", "OUT_OF_SERVICE", "storage", "UNKNOWN"), parts(context));
            assertEquals("OUT_OF_SERVICE", status(context));
        });
    }

    @Test
    void an_application_without_health_does_without() {
        application
                .withPropertyValues("management.health.portside.enabled=false")
                .run(context -> assertEquals(0, context.getBeanNamesForType(PortsideHealth.class).length));
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PortsideAutoConfiguration.class, PortsideHealthAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(CompositeHealthContributor.class))
                .run(context -> assertEquals(0, context.getBeanNamesForType(PortsideHealth.class).length));
        application
                .withPropertyValues("portside.enabled=false")
                .run(context -> assertEquals(0, context.getBeanNamesForType(PortsideHealth.class).length));
    }

    /** Waits, because a request right after another gets the same report. */
    private static void awaitNextReport(ApplicationContext context) {
        var readiness = context.getBean(Portside.class).readiness();
        while (readiness.report().status().name().equals("READY")) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Map<String, String> parts(ApplicationContext context) {
        Map<String, String> parts = new TreeMap<>();
        CompositeHealthDescriptor portside =
                assertInstanceOf(CompositeHealthDescriptor.class, health(context, "portside"));
        Objects.requireNonNull(portside.getComponents())
                .forEach((name, part) -> parts.put(name, part.getStatus().getCode()));
        return parts;
    }

    private static IndicatedHealthDescriptor part(ApplicationContext context, String name) {
        return assertInstanceOf(IndicatedHealthDescriptor.class, health(context, "portside", name));
    }

    private static String status(ApplicationContext context) {
        return health(context).getStatus().getCode();
    }

    private static HealthDescriptor health(ApplicationContext context, String... path) {
        HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
        return path.length == 0 ? endpoint.health() : Objects.requireNonNull(endpoint.healthForPath(path));
    }
}
