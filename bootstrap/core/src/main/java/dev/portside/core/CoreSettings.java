package dev.portside.core;

import dev.portside.application.adapter.SettingValues;
import dev.portside.application.cache.CacheAdapter;
import dev.portside.application.storage.StorageAdapter;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.imaging.ImagingSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What can be set of the core, however it is served.
 *
 * @param installed what adapters there are
 * @param storage where everything is kept
 * @param cache empty for none
 * @param coalescing whether reads that happen at the same time are answered together; what is not durable does without
 * @param eventsRetention after which events are removed, a whole month at a time; empty to keep them
 * @param images how pictures are resized
 * @param requestDeadline how long a request may take; whatever takes longer is done for nobody
 * @param startTimeout how long a database that is not there yet is waited for
 * @param values of the settings that adapters have for themselves
 */
public record CoreSettings(
        Installed installed,
        StorageAdapter storage,
        Optional<CacheAdapter> cache,
        boolean coalescing,
        Optional<Duration> eventsRetention,
        Images images,
        Duration requestDeadline,
        Duration startTimeout,
        SettingValues values) {

    /** So many of the largest size there must be memory for: one on its way counts twice in a third of it. */
    public static final long BODIES_AT_LEAST = 7;

    /**
     * How pictures are resized.
     *
     * @param threads that work on pictures at the same time; empty for as many as suit the engine
     * @param queue pictures that wait for a thread; more are refused with 429
     */
    public record Images(ImagingSettings engine, OptionalInt threads, int queue) {

        /** Bytes of a picture. */
        public int maxBody() {
            return engine.limits().bytes();
        }
    }

    /**
     * What holds where nobody sets it.
     *
     * @param storage name of an adapter
     * @param cache name of an adapter, or {@code none}
     * @param bodyMemory bytes that all pictures together may take on their way
     */
    public record Defaults(String storage, String cache, long bodyMemory) {}

    /** Reads them; what is wrong is told by {@link SettingsSource#requireNothingElse} of the same source. */
    public static CoreSettings read(SettingsSource source, Installed installed, Defaults defaults) {
        StorageAdapter storage = source.adapter("PORTSIDE_STORAGE", defaults.storage(), installed.storages());
        Optional<CacheAdapter> cache = installed
                .caches()
                .named(source.adapterOr("PORTSIDE_CACHE", defaults.cache(), installed.caches(), "none"));
        return new CoreSettings(
                installed,
                storage,
                cache,
                source.flag("PORTSIDE_COALESCING", true),
                retention(source),
                images(source, installed, defaults),
                source.duration("PORTSIDE_REQUEST_DEADLINE", "10s", Duration.ofMillis(100), Duration.ofHours(1)),
                source.duration("PORTSIDE_START_TIMEOUT", "60s", Duration.ZERO, Duration.ofHours(1)),
                source);
    }

    private static Images images(SettingsSource source, Installed installed, Defaults defaults) {
        int maxBody = source.size(
                "PORTSIDE_MAX_IMAGE_BODY",
                largestBody(ImageLimits.DEFAULT.bytes(), defaults.bodyMemory()),
                1_024,
                1 << 30);
        ImageLimits limits = new ImageLimits(
                maxBody,
                source.number("PORTSIDE_IMAGE_MAX_PIXELS", (int) ImageLimits.DEFAULT.pixels(), 1, 1 << 30),
                source.number("PORTSIDE_IMAGE_MAX_OUTPUT_PIXELS", (int) ImageLimits.DEFAULT.answerPixels(), 1, 1 << 30),
                source.number("PORTSIDE_IMAGE_MAX_SIDE", ImageLimits.DEFAULT.side(), 1, ResizeOrder.MAX_SIDE),
                ImageLimits.DEFAULT.passes());
        ImagingSettings engine = new ImagingSettings(
                source.adapterOr("PORTSIDE_IMAGES", ImagingSettings.AUTO, installed.images(), ImagingSettings.AUTO),
                limits,
                source.size("PORTSIDE_IMAGE_MEMORY", "128MiB", 1 << 20, Integer.MAX_VALUE));
        return new Images(
                engine,
                source.numberOrAuto("PORTSIDE_IMAGE_THREADS", 1, 1_024),
                source.number("PORTSIDE_IMAGE_QUEUE", 100, 1, 100_000));
    }

    /** So many bytes, or less on a heap too small for such bodies. */
    public static String largestBody(int bytes, long bodyMemory) {
        return Math.min(bytes >> 10, (bodyMemory / BODIES_AT_LEAST) >> 10) + "KiB";
    }

    private static Optional<Duration> retention(SettingsSource source) {
        if (source.text("PORTSIDE_EVENTS_RETENTION", "off").equals("off")) {
            return Optional.empty();
        }
        return Optional.of(
                source.duration("PORTSIDE_EVENTS_RETENTION", "365d", Duration.ofDays(1), Duration.ofDays(36_500)));
    }
}
