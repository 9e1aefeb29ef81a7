package dev.portside.spring;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.core.InvalidSettings;
import dev.portside.persistence.PostgresStorageAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An application that cannot start says why, and what to do about it. */
@ExtendWith(OutputCaptureExtension.class)
class FailuresTest {

    private static final String NO_ADDRESS = "127.0.0.1:1";

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PortsideAutoConfiguration.class));

    @Test
    void all_that_is_wrong_with_the_settings_is_told_without_a_stack(CapturedOutput output) {
        assertThrows(
                RuntimeException.class,
                () -> start(
                        "portside.storage=paper",
                        "portside.settings.PORTSIDE_EVENTS_RETENTION=long",
                        "portside.settings.colour=blue"));

        assertTold(
                output,
                "APPLICATION FAILED TO START",
                "PORTSIDE_STORAGE must be one of memory, postgres, but was \"paper\"",
                "PORTSIDE_EVENTS_RETENTION must be off, or a duration",
                "PORTSIDE_COLOUR is not a setting",
                "every other key stands below portside.settings");
        assertFalse(output.getAll().contains("\tat "), output::getAll);
    }

    @Test
    void a_database_that_is_away_is_told_without_a_stack(CapturedOutput output) {
        assertThrows(
                RuntimeException.class,
                () -> start(
                        "portside.database-url=postgres://nobody@" + NO_ADDRESS + "/nothing",
                        "portside.settings.PORTSIDE_START_TIMEOUT=0s"));

        assertTold(
                output,
                "APPLICATION FAILED TO START",
                "Portside cannot be used: ",
                "portside.settings.PORTSIDE_START_TIMEOUT",
                "portside.storage=memory");
        assertFalse(output.getAll().contains("\tat dev.portside"), output::getAll);
    }

    @Test
    void a_data_source_that_is_asked_for_must_be_there() {
        assertInvalid(application.withPropertyValues("portside.storage=data-source"), "set spring.datasource.url");
        assertInvalid(
                application
                        .withPropertyValues("portside.storage=data-source")
                        .withClassLoader(new FilteredClassLoader(PostgresStorageAdapter.class)),
                "add dev.portside:portside-persistence-postgres");
        assertInvalid(
                application.withPropertyValues(
                        "portside.storage=data-source", "portside.database-url=postgres://a:b@localhost/c"),
                "take one of them out");
    }

    @Test
    void of_several_data_sources_none_is_guessed() {
        ApplicationContextRunner two = application
                .withBean("ofOrders", DataSource.class, DriverManagerDataSource::new)
                .withBean("ofPeople", DataSource.class, DriverManagerDataSource::new);
        assertInvalid(two, "several DataSources (ofOrders, ofPeople)", "@ForPortside", "portside.storage");
        assertInvalid(two.withPropertyValues("portside.storage=data-source"), "@ForPortside");
        assertInvalid(
                application.withUserConfiguration(TwoMarked.class),
                "several DataSources marked with @ForPortside (ofOrders, ofPeople)",
                "portside.storage");
        two.withPropertyValues("portside.storage=memory").run(context -> assertNull(context.getStartupFailure()));
        two.withClassLoader(new FilteredClassLoader(PostgresStorageAdapter.class))
                .run(context -> assertNull(context.getStartupFailure()));
    }

    @Test
    void of_several_adapters_none_is_guessed() {
        ApplicationContextRunner storages = application
                .withBean("near", HostedStorage.class, HostedStorage::new)
                .withBean("far", HostedStorage.class, HostedStorage::new);
        assertInvalid(storages, "several StorageAdapter beans (far, near)", "portside.storage", "@Primary");
        assertInvalid(storages.withPropertyValues("portside.storage=hosted"), "several StorageAdapter beans");
        ApplicationContextRunner caches = application
                .withBean("near", HostedCache.class, HostedCache::new)
                .withBean("far", HostedCache.class, HostedCache::new);
        assertInvalid(caches, "several CacheAdapter beans (far, near)", "portside.cache", "@Primary");
        assertInvalid(caches.withPropertyValues("portside.cache=hosted"), "several CacheAdapter beans");
    }

    @Test
    void of_several_executors_none_is_guessed() {
        assertInvalid(
                application.withUserConfiguration(TwoExecutors.class),
                "several Executors marked with @ForPortside (first, second)");
    }

    private static void assertInvalid(ApplicationContextRunner application, String... told) {
        application.run(context -> {
            Throwable failure = context.getStartupFailure();
            for (; failure != null && !(failure instanceof InvalidSettings); failure = failure.getCause()) {}
            for (String text : told) {
                assertTrue(String.valueOf(failure).contains(text), String.valueOf(failure));
            }
        });
    }

    @Test
    void what_can_be_done_about_a_fault_depends_on_it() {
        String setUp = action(Fault.Category.MISCONFIGURED);
        assertTrue(setUp.contains("@ForPortside"), setUp);
        String unavailable = action(Fault.Category.UNAVAILABLE);
        assertTrue(unavailable.contains("PORTSIDE_START_TIMEOUT"), unavailable);
        String internal = action(Fault.Category.INTERNAL);
        assertTrue(internal.contains("Report it"), internal);
    }

    private static String action(Fault.Category category) {
        FailureAnalysis analysis =
                new FaultFailureAnalyzer().analyze(new IllegalStateException(new Fault(category, "It broke")));
        return String.valueOf(Objects.requireNonNull(analysis).getAction());
    }

    private static void assertTold(CapturedOutput output, String... texts) {
        for (String text : texts) {
            assertTrue(output.getAll().contains(text), () -> text + " is missing in " + output.getAll());
        }
    }

    private static void start(String... properties) {
        List<String> arguments = new ArrayList<>();
        for (String property : properties) {
            arguments.add("--" + property);
        }
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        application.run(arguments.toArray(String[]::new)).close();
    }

    /** Of which it is unknown which one it is. */
    @Configuration(proxyBeanMethods = false)
    static class TwoMarked {

        @Bean
        @ForPortside
        DataSource ofOrders() {
            return new DriverManagerDataSource();
        }

        @Bean
        @ForPortside
        DataSource ofPeople() {
            return new DriverManagerDataSource();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoExecutors {

        @Bean
        @ForPortside
        Executor first() {
            return Runnable::run;
        }

        @Bean
        @ForPortside
        Executor second() {
            return Runnable::run;
        }
    }

    /** An application of nothing but what its class path gives it, and no database. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    static class Application {}
}
