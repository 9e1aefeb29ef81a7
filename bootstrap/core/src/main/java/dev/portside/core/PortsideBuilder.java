package dev.portside.core;

import dev.portside.application.adapter.Adapters;
import dev.portside.application.cache.CacheAdapter;
import dev.portside.application.storage.StorageAdapter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Builder of a core. Each method changes this and returns it. For use by one thread. */
public final class PortsideBuilder {

    private static final String MEMORY = "memory";
    private static final String NONE = "none";

    private final Map<String, String> values = new HashMap<>();
    private final List<Object> things = new ArrayList<>();
    private ClassLoader loader = PortsideBuilder.class.getClassLoader();
    private Clock clock = Clock.systemUTC();
    private @Nullable MeterRegistry meters;
    private @Nullable Executor executor;
    private @Nullable StorageAdapter storage;
    private @Nullable CacheAdapter cache;

    PortsideBuilder() {}

    /**
     * Sets something by the name that it has in the environment of a server, such as {@code DATABASE_URL} or
     * {@code PORTSIDE_EVENTS_RETENTION}. Nothing is read from the environment itself.
     *
     * @param value as it would be written there
     */
    public PortsideBuilder set(String key, String value) {
        values.put(key, value);
        return this;
    }

    /** Stores everything there, whatever is on the class path; its own settings can be {@linkplain #set set} as well. */
    public PortsideBuilder storage(StorageAdapter adapter) {
        this.storage = adapter;
        return this;
    }

    /** Caches with this, whatever is on the class path; its own settings can be {@linkplain #set set} as well. */
    public PortsideBuilder cache(CacheAdapter adapter) {
        this.cache = adapter;
        return this;
    }

    /** Uses this clock; without it, the system's. */
    public PortsideBuilder clock(Clock used) {
        this.clock = used;
        return this;
    }

    /** Counts there. Meters of two cores in one registry would be the same meters, also one after the other: give each its own. */
    public PortsideBuilder meters(MeterRegistry registry) {
        this.meters = registry;
        return this;
    }

    /**
     * Resizes images on these threads, of which it takes as many as {@code PORTSIDE_IMAGE_THREADS} says and none while there
     * are no images; without it, on a few of its own, which have the lowest priority. They remain the host's to end. Do not call
     * from them: all of them could then wait for one that is free.
     *
     * @param threads that are platform threads; runs work at once or later, not on the thread that hands it over
     */
    public PortsideBuilder executor(Executor threads) {
        this.executor = threads;
        return this;
    }

    /** Gives something to adapters that ask for its type (see {@link dev.portside.application.adapter.Host#given}). */
    public PortsideBuilder give(Object thing) {
        things.add(thing);
        return this;
    }

    /** Finds adapters with this class loader; without it, with the one that this class is from. */
    public PortsideBuilder classLoader(ClassLoader found) {
        this.loader = found;
        return this;
    }

    /**
     * Puts it together and returns when it is ready, as {@link Portside#awaitReady} does.
     *
     * @throws InvalidSettings when what was set is wrong, with all that is wrong
     * @throws dev.portside.application.Fault when a database cannot be used
     */
    public Portside start() {
        return open().awaitReady();
    }

    /**
     * Puts it together without waiting for a database that is not there yet: until {@link Portside#awaitReady} has returned,
     * calls may fail.
     *
     * @throws InvalidSettings when what was set is wrong, with all that is wrong
     */
    public Portside open() {
        return start(settings());
    }

    /**
     * The same with settings that were read elsewhere, and with them the adapters.
     *
     * @throws IllegalStateException when something was set here, or an adapter was given
     */
    public Portside open(CoreSettings settings) {
        if (!values.isEmpty() || storage != null || cache != null) {
            throw new IllegalStateException("These settings have it all: set nothing else, and give no adapters");
        }
        return start(settings);
    }

    private Portside start(CoreSettings settings) {
        return new Portside(settings, this, meters == null ? new SimpleMeterRegistry() : meters);
    }

    private CoreSettings settings() {
        Installed found = Installed.in(loader);
        Installed installed = new Installed(
                storage == null ? found.storages() : Adapters.of(List.of(storage)),
                cache == null ? found.caches() : Adapters.of(List.of(cache)),
                found.images());
        CoreSettings.Defaults defaults = new CoreSettings.Defaults(
                storage == null ? MEMORY : storage.name(),
                cache == null ? NONE : cache.name(),
                Runtime.getRuntime().maxMemory() / 4);
        SettingsReader reader = SettingsReader.of(values);
        CoreSettings.read(reader, installed, defaults);
        return new CoreSettings(
                installed,
                reader.finish("take it out; the settings of the core and of its adapters stand in docs/operations.md"));
    }

    Clock clock() {
        return clock;
    }

    Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    HostResources host(CoreSettings settings, MeterRegistry registry) {
        List<Object> given = new ArrayList<>(List.of(registry));
        given.addAll(things);
        return new HostResources(settings.requestDeadline(), given);
    }
}
