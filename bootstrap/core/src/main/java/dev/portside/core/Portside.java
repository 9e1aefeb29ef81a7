package dev.portside.core;

import dev.portside.application.cache.CacheAdapter;
import dev.portside.application.cache.CacheLayer;
import dev.portside.application.event.Analytics;
import dev.portside.application.image.Avatars;
import dev.portside.application.image.Images;
import dev.portside.application.image.VariantCache;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.readiness.Readiness;
import dev.portside.application.storage.SharedSecrets;
import dev.portside.application.storage.Storage;
import dev.portside.application.usecases.UseCases;
import dev.portside.application.user.UserAccounts;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Users, events and images, put together for a program that embeds them:
 *
 * <pre>{@code
 * try (Portside portside = Portside.builder().start()) {
 *     portside.users().register(…);
 * }
 * }</pre>
 *
 * <p>There may be any number in one process: they share nothing that is not given to both. Safe for use by many threads.
 */
public final class Portside implements AutoCloseable {

    /** For the checks of all dependencies together. */
    private static final Duration READINESS_DEADLINE = Duration.ofSeconds(1);

    private final CoreSettings settings;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Resources resources = new Resources();
    private final AtomicBoolean awaited = new AtomicBoolean();
    private final DecoratedStores stores;
    private final Optional<CacheLayer> cache;
    private final BackgroundTask preparation;
    private final UseCases useCases;

    Portside(CoreSettings settings, PortsideBuilder builder, MeterRegistry meters) {
        this.settings = settings;
        this.clock = builder.clock();
        this.meters = meters;
        try {
            HostResources host = builder.host(settings, meters);
            this.stores = DecoratedStores.open(settings, host, meters, resources);
            this.preparation = resources.add(
                    "preparation of the database",
                    BackgroundTask.run("portside-prepare", () -> stores.prepare(settings.startTimeout())));
            this.cache = settings.cache().map(adapter -> resources.add("cache", open(adapter, host)));
            ImageWiring images = ImageWiring.open(settings, builder.executor(), meters, resources);
            VariantCache variants = cache.map(CacheLayer::variants).orElse(VariantCache.NONE);
            this.useCases = new UseCases(
                    new UserAccounts(stores.users(cache), clock),
                    new Analytics(stores.eventLog(), stores.events(), clock, new SecureRandom()),
                    images.images(),
                    images.avatars(stores.storage(), variants, clock, meters),
                    new Readiness(READINESS_DEADLINE));
        } catch (RuntimeException | Error e) {
            resources.closeThoughInterrupted();
            throw e;
        }
    }

    private CacheLayer open(CacheAdapter adapter, HostResources host) {
        return settings.storage().isDurable()
                ? adapter.open(settings.values(), withSecrets(host))
                : adapter.openForThisProcess(settings.values(), host);
    }

    /** Returns the host resources with the secrets of the storage; a call waits until that is ready. */
    private HostResources withSecrets(HostResources host) {
        return stores.storage()
                .secrets(new SecureRandom())
                .<SharedSecrets>map(secrets -> name -> {
                    preparation.await();
                    return secrets.secret(name);
                })
                .map(host::with)
                .orElse(host);
    }

    /** Returns a builder; without settings, everything is in this process and ends with it. */
    public static PortsideBuilder builder() {
        return new PortsideBuilder();
    }

    /**
     * Returns when it is ready: when the database is there and up to date. To be called once.
     *
     * @throws dev.portside.application.Fault when that takes too long, or never happens, with what to do about it; all is closed then
     */
    public Portside awaitReady() {
        if (awaited.getAndSet(true)) {
            throw new IllegalStateException("awaitReady() has been called already");
        }
        try {
            preparation.await();
            Storage storage = stores.storage();
            resources.open("housekeeping", () -> storage.startMaintenance(clock, settings.eventsRetention()));
            List<Dependency> dependencies = new ArrayList<>(storage.dependencies());
            cache.map(CacheLayer::dependencies).ifPresent(dependencies::addAll);
            readiness().started(dependencies);
            return this;
        } catch (RuntimeException | Error e) {
            resources.closeThoughInterrupted();
            throw e;
        }
    }

    /** Returns the use cases of users. */
    public UserAccounts users() {
        return useCases.users();
    }

    /** Returns the use cases of events: ingestion and queries. */
    public Analytics analytics() {
        return useCases.analytics();
    }

    /** Returns the use cases of images. */
    public Images images() {
        return useCases.images();
    }

    /** Returns the use cases of avatars. */
    public Avatars avatars() {
        return useCases.avatars();
    }

    /** Returns the readiness of this and of its dependencies. */
    public Readiness readiness() {
        return useCases.readiness();
    }

    /** Returns all use cases, for an API. */
    public UseCases useCases() {
        return useCases;
    }

    /** Returns the meter registry: the host's if it gave one, in which the meters stay when this is closed. */
    public MeterRegistry meters() {
        return meters;
    }

    /** Returns the settings. */
    public CoreSettings settings() {
        return settings;
    }

    /** Closes everything but the host's resources. Calls in progress may fail; end them first. */
    @Override
    public void close() {
        readiness().drain();
        resources.close();
    }
}
