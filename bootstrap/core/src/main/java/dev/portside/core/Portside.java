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

    /** For all dependencies together to give a sign of life when readiness is asked for. */
    private static final Duration READINESS_DEADLINE = Duration.ofSeconds(1);

    private final CoreSettings settings;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Resources resources = new Resources();
    private final AtomicBoolean awaited = new AtomicBoolean();
    private final Stores stores;
    private final Optional<CacheLayer> cache;
    private final Background preparation;
    private final UseCases useCases;

    Portside(CoreSettings settings, PortsideBuilder given, MeterRegistry meters) {
        this.settings = settings;
        this.clock = given.clock();
        this.meters = meters;
        try {
            Given host = given.host(settings, meters);
            this.stores = Stores.open(settings, host, meters, resources);
            this.preparation = resources.add(
                    "preparation of the database",
                    Background.run("portside-prepare", () -> stores.prepare(settings.startTimeout())));
            this.cache = settings.cache().map(adapter -> resources.add("cache", open(adapter, host)));
            ImageWiring images = ImageWiring.open(settings, given.executor(), meters, resources);
            VariantCache variants = cache.map(CacheLayer::variants).orElse(VariantCache.NONE);
            this.useCases = new UseCases(
                    new UserAccounts(stores.users(cache), clock),
                    new Analytics(stores.eventLog(), stores.events(), clock, new SecureRandom()),
                    images.images(),
                    images.avatars(stores.storage(), variants, clock, meters),
                    new Readiness(READINESS_DEADLINE));
        } catch (RuntimeException | Error e) {
            giveUp();
            throw e;
        }
    }

    private CacheLayer open(CacheAdapter adapter, Given host) {
        return settings.storage().isDurable()
                ? adapter.open(settings.values(), withSecrets(host))
                : adapter.openForThisProcess(settings.values(), host);
    }

    /** Those of the storage, as soon as it is ready; whoever asks earlier waits. */
    private Given withSecrets(Given host) {
        return stores.storage()
                .secrets(new SecureRandom())
                .<SharedSecrets>map(secrets -> name -> {
                    preparation.await();
                    return secrets.secret(name);
                })
                .map(host::with)
                .orElse(host);
    }

    /** What is to be put together; in this process alone and gone with it, unless it is told otherwise. */
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
            giveUp();
            throw e;
        }
    }

    /** Registering, finding, changing and removing users. */
    public UserAccounts users() {
        return useCases.users();
    }

    /** Collecting events and answering questions about them. */
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

    /** Whether it can be used, and how what it relies on does. */
    public Readiness readiness() {
        return useCases.readiness();
    }

    /** All of these at once, for an API. */
    public UseCases useCases() {
        return useCases;
    }

    /** Where it counts what it does: the host's registry if it gave one, in which its meters stay when this is closed. */
    public MeterRegistry meters() {
        return meters;
    }

    /** What was set. */
    public CoreSettings settings() {
        return settings;
    }

    /** Frees everything that is not the host's. Calls under way may fail; end them first. */
    @Override
    public void close() {
        readiness().drain();
        resources.close();
    }

    private void giveUp() {
        // Closing waits here and there, which an interrupt would cut short.
        boolean interrupted = Thread.interrupted();
        resources.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
