package dev.portside.spring;

import static dev.portside.testkit.user.UserFixtures.newUser;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.event.Analytics;
import dev.portside.application.image.Avatars;
import dev.portside.application.image.Images;
import dev.portside.application.image.ResizeResult;
import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.user.Registration;
import dev.portside.application.user.UserAccounts;
import dev.portside.cache.LocalCacheAdapter;
import dev.portside.core.CoreSettings;
import dev.portside.core.Portside;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.domain.user.User;
import dev.portside.persistence.PostgresStorageAdapter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class PortsideAutoConfigurationTest {

    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PortsideAutoConfiguration.class));

    @Test
    void by_itself_everything_is_there_and_in_memory() {
        application.run(context -> {
            UserAccounts users = context.getBean(UserAccounts.class);
            assertInstanceOf(Registration.Registered.class, users.register(newUser("Ada", "ada@example.org")));
            assertEquals(1, context.getBean(Portside.class).users().count(Optional.empty()));
            for (Class<?> part : Arrays.asList(Analytics.class, Images.class, Avatars.class)) {
                assertEquals(1, context.getBeanNamesForType(part).length, part::getName);
            }
            assertEquals(
                    "memory",
                    settings(context.getBean(Portside.class)).storage().name());
        });
    }

    @Test
    void it_can_be_left_out() {
        application
                .withPropertyValues("portside.enabled=false")
                .run(context -> assertEquals(0, context.getBeanNamesForType(Portside.class).length));
    }

    @Test
    void beans_of_the_application_go_before() {
        UserAccounts own = new UserAccounts(new InMemoryUserStore(), Clock.systemUTC());
        try (Portside core = Portside.builder().start()) {
            application
                    .withBean(UserAccounts.class, () -> own)
                    .withBean(Portside.class, () -> core)
                    .run(context -> {
                        assertSame(own, context.getBean(UserAccounts.class));
                        assertSame(core, context.getBean(Portside.class));
                        assertSame(core.analytics(), context.getBean(Analytics.class));
                    });
        }
    }

    @Test
    void it_uses_the_clock_and_the_meters_of_the_application() {
        application
                .withBean(Clock.class, () -> Clock.fixed(NOON, ZoneOffset.UTC))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    assertEquals(
                            NOON,
                            registered(context.getBean(UserAccounts.class)).createdAt());
                    assertEquals(
                            0,
                            context.getBean(MeterRegistry.class)
                                    .get("portside.images.waiting")
                                    .gauge()
                                    .value());
                });
    }

    @Test
    void pictures_are_resized_on_the_executor_that_is_marked() {
        application.withUserConfiguration(TwoExecutors.class).run(context -> {
            resize(context.getBean(Images.class));
            assertEquals(1, context.getBean("marked", Counting.class).started.get());
            assertEquals(0, context.getBean("unmarked", Counting.class).started.get());
        });
    }

    @Test
    void a_name_of_a_setting_can_be_written_as_properties_are() {
        for (String written : Arrays.asList(
                "PORTSIDE_EVENTS_RETENTION", "events-retention", "events.retention", "portside.events.retention")) {
            application
                    .withPropertyValues("portside.settings." + written + "=400d")
                    .run(context -> assertEquals(
                            Optional.of(Duration.ofDays(400)),
                            settings(context.getBean(Portside.class)).eventsRetention(),
                            written));
        }
    }

    @Test
    void the_environment_says_the_same_in_its_own_way() {
        Map<String, Object> variables = Map.of(
                "PORTSIDE_STORAGE", "memory",
                "PORTSIDE_CACHE", "local",
                "PORTSIDE_SETTINGS_EVENTS_RETENTION", "400d",
                "PORTSIDE_SETTINGS_PORTSIDE_CACHE_TTL", "3s");
        application
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)))
                .run(context -> {
                    CoreSettings settings = settings(context.getBean(Portside.class));
                    assertEquals("memory", settings.storage().name());
                    assertEquals("local", settings.cache().orElseThrow().name());
                    assertEquals(Optional.of(Duration.ofDays(400)), settings.eventsRetention());
                    assertEquals("3s", settings.values().effective().get("PORTSIDE_CACHE_TTL"));
                });
    }

    @Test
    void a_customizer_has_the_last_word() {
        application
                .withPropertyValues("portside.settings.PORTSIDE_EVENTS_RETENTION=400d")
                .withBean(PortsideCustomizer.class, () -> builder -> builder.set("PORTSIDE_EVENTS_RETENTION", "90d"))
                .run(context -> assertEquals(
                        Optional.of(Duration.ofDays(90)),
                        settings(context.getBean(Portside.class)).eventsRetention()));
    }

    @Test
    void adapters_that_are_beans_are_used_unless_others_are_named() {
        ApplicationContextRunner own = application
                .withBean(HostedStorage.class, HostedStorage::new)
                .withBean(HostedCache.class, HostedCache::new);
        own.run(context -> {
            assertSame(
                    context.getBean(HostedStorage.class),
                    settings(context.getBean(Portside.class)).storage());
            assertEquals(
                    Optional.of(context.getBean(HostedCache.class)),
                    settings(context.getBean(Portside.class)).cache());
        });
        own.withPropertyValues("portside.storage=hosted", "portside.cache=hosted")
                .run(context -> assertSame(
                        context.getBean(HostedStorage.class),
                        settings(context.getBean(Portside.class)).storage()));
        own.withPropertyValues("portside.storage=memory", "portside.cache=local")
                .run(context -> {
                    CoreSettings settings = settings(context.getBean(Portside.class));
                    assertEquals("memory", settings.storage().name());
                    assertEquals("local", settings.cache().orElseThrow().name());
                });
        own.withPropertyValues("portside.cache=none")
                .run(context -> assertEquals(
                        Optional.empty(),
                        settings(context.getBean(Portside.class)).cache()));
    }

    @Test
    void of_several_adapters_that_are_beans_the_named_one_is_used() {
        application
                .withBean(HostedStorage.class, HostedStorage::new)
                .withBean(PostgresStorageAdapter.class, PostgresStorageAdapter::new)
                .withBean(HostedCache.class, HostedCache::new)
                .withBean(LocalCacheAdapter.class, LocalCacheAdapter::new)
                .withPropertyValues("portside.storage=hosted", "portside.cache=hosted")
                .run(context -> {
                    CoreSettings settings = settings(context.getBean(Portside.class));
                    assertSame(context.getBean(HostedStorage.class), settings.storage());
                    assertEquals(Optional.of(context.getBean(HostedCache.class)), settings.cache());
                });
    }

    @Test
    void it_is_closed_with_the_application() {
        Portside[] core = new Portside[1];
        application.run(context -> core[0] = context.getBean(Portside.class));

        assertEquals("DRAINING", core[0].readiness().report().status().name());
    }

    private static CoreSettings settings(Portside portside) {
        return portside.settings();
    }

    private static User registered(UserAccounts users) {
        return assertInstanceOf(Registration.Registered.class, users.register(newUser("Ada", "ada@example.org")))
                .user();
    }

    private static void resize(Images images) {
        byte[] file = dev.portside.testkit.image.TestImages.file(40, 30, ImageFormat.PNG);
        ResizeResult result =
                images.resize(ByteBuffer.wrap(file), ResizeOrder.of(20, 15, Fit.CONTAIN, ImageFormat.PNG));
        assertTrue(result instanceof ResizeResult.Resized, result::toString);
    }

    /** Counts what it is given to run. */
    static final class Counting implements Executor, AutoCloseable {

        final AtomicInteger started = new AtomicInteger();
        private final ExecutorService threads = Executors.newSingleThreadExecutor();

        @Override
        public void execute(Runnable work) {
            started.incrementAndGet();
            threads.execute(work);
        }

        @Override
        public void close() {
            threads.close();
        }
    }

    /** As an application has them that resizes on threads of its own. */
    @Configuration(proxyBeanMethods = false)
    static class TwoExecutors {

        @Bean
        @ForPortside
        Counting marked() {
            return new Counting();
        }

        @Bean
        Counting unmarked() {
            return new Counting();
        }
    }
}
