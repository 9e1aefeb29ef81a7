package dev.portside.core;

import dev.portside.application.adapter.Setting;
import dev.portside.application.cache.CacheAdapter;
import dev.portside.application.storage.StorageAdapter;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.imaging.ImagingSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Settings of the core, however it is served.
 *
 * @param installed the adapters to choose from
 * @param values of all settings, those of adapters included
 */
public record CoreSettings(Installed installed, ParsedSettings values) {

    /** A body on its way counts twice in a third of the memory for bodies, which must hold this many of the largest size. */
    private static final long BODIES_AT_LEAST = 7;

    private static final String NONE = "none";
    private static final Duration HOUR = Duration.ofHours(1);

    /** Adapter that stores everything. */
    public static final Setting<String> STORAGE = Setting.text(
            "PORTSIDE_STORAGE",
            "embedded",
            "`postgres`, the default with `DATABASE_URL`; `embedded`; `memory`, which is lost at "
                    + "shutdown; or an adapter of yours");

    /** Adapter that caches. */
    public static final Setting<String> CACHE = Setting.text(
            "PORTSIDE_CACHE",
            "local",
            "`redis`, which is the default with Redis; `local`; `none`; or an adapter of yours");

    /** Adapter that resizes images. */
    public static final Setting<String> IMAGES = Setting.text(
            "PORTSIDE_IMAGES",
            ImagingSettings.AUTO,
            "image engine: `vips` needs libvips 8.14 or newer (Debian: `apt-get install "
                    + "libvips42`); `jdk` needs nothing and writes no WebP; `auto` is `vips` where it is "
                    + "installed, else `jdk`. Results look the same; lossy WebP, progressive JPEG and "
                    + "large PNG of 12 megapixels need five to nine times the CPU time with `jdk`");

    private static final Setting<Boolean> COALESCING = Setting.flag(
            "PORTSIDE_COALESCING", true, "concurrent reads share queries; no read gets an older answer than alone");

    private static final Setting<Optional<Duration>> EVENTS_RETENTION = Setting.durationOrOff(
            "PORTSIDE_EVENTS_RETENTION",
            Duration.ofDays(1),
            Duration.ofDays(36_500),
            "such as `400d`: older months of events are dropped, with their rollups");

    private static final Setting<Duration> REQUEST_DEADLINE = Setting.duration(
            "PORTSIDE_REQUEST_DEADLINE", "10s", Duration.ofMillis(100), HOUR, "until an answer begins; then 504");

    private static final Setting<Duration> START_TIMEOUT = Setting.duration(
            "PORTSIDE_START_TIMEOUT", "60s", Duration.ZERO, HOUR, "maximum wait for a database that is not there yet");

    /** Size of an image. */
    public static final Setting<Integer> MAX_IMAGE_BODY = Setting.size(
            "PORTSIDE_MAX_IMAGE_BODY",
            text(ImageLimits.DEFAULT.bytes()),
            1_024,
            1 << 30,
            "size of an image, avatars included (413); less on a small heap");

    private static final Setting<Integer> IMAGE_MAX_PIXELS = Setting.number(
            "PORTSIDE_IMAGE_MAX_PIXELS",
            (int) ImageLimits.DEFAULT.pixels(),
            1,
            1 << 30,
            "pixels of an input image, read from its header (413)");

    private static final Setting<Integer> IMAGE_MAX_OUTPUT_PIXELS = Setting.number(
            "PORTSIDE_IMAGE_MAX_OUTPUT_PIXELS",
            (int) ImageLimits.DEFAULT.answerPixels(),
            1,
            1 << 30,
            "pixels of the output, also before cropping (413); checked before decoding");

    private static final Setting<Integer> IMAGE_MAX_SIDE = Setting.number(
            "PORTSIDE_IMAGE_MAX_SIDE",
            ImageLimits.DEFAULT.side(),
            1,
            ResizeOrder.MAX_SIDE,
            "side of an input image, read from its header, and of the output (413)");

    private static final Setting<Integer> IMAGE_MEMORY = Setting.size(
            "PORTSIDE_IMAGE_MEMORY",
            "128MiB",
            1 << 20,
            Integer.MAX_VALUE,
            "weighted budget of all images in work; an eighth is reserved for light and a "
                    + "quarter for at most medium work. Work that needs more than its share waits for all of it");

    private static final Setting<OptionalInt> IMAGE_THREADS = Setting.numberOrAuto(
            "PORTSIDE_IMAGE_THREADS",
            1,
            1_024,
            "threads of the image bulkhead. `auto` is the number of processors, with libvips one "
                    + "more. One more thread is reserved for light work and one for at most medium work; "
                    + "each cost class has a queue of its own, so a thumbnail does not wait for a poster");

    private static final Setting<Integer> IMAGE_QUEUE =
            Setting.number("PORTSIDE_IMAGE_QUEUE", 100, 1, 100_000, "queue of the image bulkhead; 429 beyond");

    /** Every setting of the core, in the order of the operating guide. */
    public static final List<Setting<?>> ALL = List.of(
            STORAGE,
            CACHE,
            IMAGES,
            COALESCING,
            EVENTS_RETENTION,
            REQUEST_DEADLINE,
            START_TIMEOUT,
            MAX_IMAGE_BODY,
            IMAGE_MAX_PIXELS,
            IMAGE_MAX_OUTPUT_PIXELS,
            IMAGE_MAX_SIDE,
            IMAGE_MEMORY,
            IMAGE_THREADS,
            IMAGE_QUEUE);

    /**
     * Settings of image resizing.
     *
     * @param threads that work on images at the same time; empty for as many as suit the engine
     * @param queue images that wait for a thread; more are refused with 429
     */
    public record Images(ImagingSettings engine, OptionalInt threads, int queue) {

        /** Returns the bytes of the largest image. */
        public int maxBody() {
            return engine.limits().bytes();
        }
    }

    /**
     * Default values that depend on the program.
     *
     * @param storage name of an adapter
     * @param cache name of an adapter, or {@code none}
     * @param bodyMemory bytes that all bodies together may take
     */
    public record Defaults(String storage, String cache, long bodyMemory) {}

    /** Reads the settings of the core and of the adapters that they choose; {@link SettingsReader#finish} reports problems. */
    public static void read(SettingsReader reader, Installed installed, Defaults defaults) {
        reader.choose(STORAGE.withDefault(defaults.storage()), installed.storages());
        reader.choose(CACHE.withDefault(defaults.cache()), installed.caches(), NONE);
        reader.choose(IMAGES, installed.images(), ImagingSettings.AUTO);
        var unused = reader.get(
                MAX_IMAGE_BODY.withDefault(largestBody(MAX_IMAGE_BODY.defaultValue(), defaults.bodyMemory())));
        reader.readAll(ALL);
    }

    /**
     * Reads the size of the largest body, whose default value is less on a small heap. A size of which the memory for all bodies
     * holds too few is a problem.
     */
    public static void readLargestBody(Setting<Integer> maxBody, Setting<Integer> bodyMemory, SettingsReader reader) {
        long memory = reader.get(bodyMemory);
        int largest = reader.get(maxBody.withDefault(largestBody(maxBody.defaultValue(), memory)));
        if (memory < BODIES_AT_LEAST * largest) {
            reader.problem(bodyMemory.key() + " must be at least " + BODIES_AT_LEAST + " times " + maxBody.key()
                    + "; set it higher, and with it the heap (-Xmx…), or allow smaller bodies");
        }
    }

    private static String largestBody(int bytes, long bodyMemory) {
        return text(Math.min(bytes, bodyMemory / BODIES_AT_LEAST));
    }

    private static String text(long bytes) {
        return bytes % (1 << 20) == 0 ? (bytes >> 20) + "MiB" : (bytes >> 10) + "KiB";
    }

    /** Returns the adapter that stores everything. */
    public StorageAdapter storage() {
        return installed.storages().named(values.get(STORAGE)).orElseThrow();
    }

    /** Returns the adapter that caches; empty for none. */
    public Optional<CacheAdapter> cache() {
        return installed.caches().named(values.get(CACHE));
    }

    /** Returns whether equal reads in progress share queries; a storage that is not durable does without. */
    public boolean coalescing() {
        return values.get(COALESCING);
    }

    /** Returns the age at which events are removed, a whole month at a time; empty to keep them. */
    public Optional<Duration> eventsRetention() {
        return values.get(EVENTS_RETENTION);
    }

    /** Returns how long a request may take. */
    public Duration requestDeadline() {
        return values.get(REQUEST_DEADLINE);
    }

    /** Returns how long to wait for a database that is not there yet. */
    public Duration startTimeout() {
        return values.get(START_TIMEOUT);
    }

    /** Returns how images are resized. */
    public Images images() {
        ImageLimits limits = new ImageLimits(
                values.get(MAX_IMAGE_BODY),
                values.get(IMAGE_MAX_PIXELS),
                values.get(IMAGE_MAX_OUTPUT_PIXELS),
                values.get(IMAGE_MAX_SIDE),
                ImageLimits.DEFAULT.passes());
        ImagingSettings engine = new ImagingSettings(values.get(IMAGES), limits, values.get(IMAGE_MEMORY));
        return new Images(engine, values.get(IMAGE_THREADS), values.get(IMAGE_QUEUE));
    }
}
