package dev.portside.spring;

import dev.portside.application.cache.CacheAdapter;
import dev.portside.application.event.Analytics;
import dev.portside.application.image.Avatars;
import dev.portside.application.image.Images;
import dev.portside.application.storage.StorageAdapter;
import dev.portside.application.user.UserAccounts;
import dev.portside.core.CoreSettings;
import dev.portside.core.Portside;
import dev.portside.core.PortsideBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ResourceLoader;

/** The core, put together of what the application has, and what it does as beans of their own. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "portside.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PortsideProperties.class)
@Import(HostDatabaseConfiguration.class)
public final class PortsideAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(PortsideAutoConfiguration.class);

    private static final String CACHES = "CacheAdapter beans";
    private static final String WHICH_CACHE = "set portside.cache to the name of that one, or make it @Primary";

    /** Spring makes it. */
    public PortsideAutoConfiguration() {}

    /**
     * Is ready when it is there, and an application whose database cannot be used does not start. The application brings its own tables
     * up to date first: its Flyway expects to find none of somebody else's.
     */
    @Bean
    @ConditionalOnMissingBean
    @DependsOnDatabaseInitialization
    Portside portside(
            PortsideProperties properties,
            ObjectProvider<StorageAdapter> storages,
            ObjectProvider<HostDatabase> database,
            ObjectProvider<CacheAdapter> caches,
            ObjectProvider<Clock> clock,
            ObjectProvider<MeterRegistry> meters,
            @ForPortside ObjectProvider<Executor> executor,
            ObjectProvider<PortsideCustomizer> customizers,
            ResourceLoader resources) {
        Map<String, String> values = CoreValues.of(properties);
        PortsideBuilder builder = Portside.builder();
        new StorageChoice(storages, database).of(Map.copyOf(values)).ifPresent(adapter -> {
            values.remove(CoreValues.STORAGE);
            builder.storage(adapter);
        });
        cache(values, caches).ifPresent(builder::cache);
        values.forEach(builder::set);
        clock.ifUnique(builder::clock);
        meters.ifUnique(builder::meters);
        OneBean.of(executor, "Executors marked with @ForPortside", "mark that one alone")
                .ifPresent(builder::executor);
        Optional.ofNullable(resources.getClassLoader()).ifPresent(builder::classLoader);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        Portside portside = builder.start();
        log(portside.settings());
        return portside;
    }

    private static Optional<CacheAdapter> cache(Map<String, String> values, ObjectProvider<CacheAdapter> beans) {
        String name = values.get(CoreValues.CACHE);
        return name == null
                ? OneBean.of(beans, CACHES, WHICH_CACHE)
                : OneBean.of(beans, bean -> bean.name().equals(name), CACHES, WHICH_CACHE);
    }

    private static void log(CoreSettings settings) {
        LOG.info(
                "Portside keeps everything in {}, cached by {}",
                settings.storage().describe(settings.values()),
                settings.cache().map(CacheAdapter::name).orElse("none"));
    }

    @Bean
    @ConditionalOnMissingBean
    UserAccounts portsideUsers(Portside portside) {
        return portside.users();
    }

    @Bean
    @ConditionalOnMissingBean
    Analytics portsideAnalytics(Portside portside) {
        return portside.analytics();
    }

    @Bean
    @ConditionalOnMissingBean
    Images portsideImages(Portside portside) {
        return portside.images();
    }

    @Bean
    @ConditionalOnMissingBean
    Avatars portsideAvatars(Portside portside) {
        return portside.avatars();
    }
}
