package dev.portside.bootstrap;

import dev.portside.bootstrap.Settings.Storage;
import dev.portside.cache.CacheSettings;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.http.ApiSettings;
import dev.portside.http.CorsOrigins;
import dev.portside.http.ServerSettings;
import dev.portside.imaging.ImagingSettings;
import dev.portside.persistence.PostgresSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which settings there are, and what they mean together. */
final class SettingsParser {

    /** Requests that wait hold a thread each, and so do questions of the operator, which must never wait. */
    private static final int HANDLERS_FOR_OPERATIONS = 100;

    /** One on its way, which counts twice in a third of the memory. */
    private static final long BODIES_AT_LEAST = 7;

    /** What the embedded server admits, less what maintenance takes. */
    private static final int EMBEDDED_CONNECTIONS = 100;

    private final SettingsSource source;

    SettingsParser(Map<String, String> environment, Path dotEnv) {
        this.source = SettingsSource.of(environment, dotEnv);
    }

    Settings parse() {
        ApiSettings api = api();
        Storage storage = storage(api.deadline());
        Optional<CacheSettings> cache = cache();
        if (storage instanceof Storage.Memory
                && cache.filter(one -> !(one.shared() instanceof CacheSettings.None))
                        .isPresent()) {
            source.problem(
                    "PORTSIDE_STORAGE is memory, whose ids start anew each time, so it must not share a Redis; unset "
                            + "one of them");
        }
        Settings.Http http =
                Settings.Http.valueOf(source.oneOf("PORTSIDE_HTTP", "javalin", List.of("javalin", "helidon"))
                        .toUpperCase(Locale.ROOT));
        ServerSettings server = server(api);
        Settings.Log log = new Settings.Log(
                source.oneOf("PORTSIDE_LOG_LEVEL", "info", List.of("trace", "debug", "info", "warn", "error")),
                source.oneOf("PORTSIDE_LOG_FORMAT", "text", List.of("text", "json"))
                        .equals("json"));
        Duration start = source.duration("PORTSIDE_START_TIMEOUT", "60s", Duration.ZERO, Duration.ofHours(1));
        Duration delay = source.duration("PORTSIDE_SHUTDOWN_DELAY", "0s", Duration.ZERO, Duration.ofMinutes(10));
        Duration grace = source.duration("PORTSIDE_SHUTDOWN_GRACE", "20s", Duration.ZERO, Duration.ofMinutes(10));
        boolean coalescing = source.flag("PORTSIDE_COALESCING", true);
        Optional<Duration> retention = retention();
        Settings.Images images = images(api);
        source.requireNothingElse();
        return new Settings(
                storage,
                coalescing,
                retention,
                images,
                cache,
                http,
                server,
                api,
                log,
                start,
                delay,
                grace,
                source.effective());
    }

    private Settings.Images images(ApiSettings api) {
        int maxBody = source.size(
                "PORTSIDE_MAX_IMAGE_BODY", body(ImageLimits.DEFAULT.bytes(), api.maxBodyMemory()), 1_024, 1 << 30);
        requireRoom("PORTSIDE_MAX_IMAGE_BODY", maxBody, api.maxBodyMemory());
        ImageLimits limits = new ImageLimits(
                maxBody,
                source.number("PORTSIDE_IMAGE_MAX_PIXELS", (int) ImageLimits.DEFAULT.pixels(), 1, 1 << 30),
                source.number("PORTSIDE_IMAGE_MAX_SIDE", ImageLimits.DEFAULT.side(), 1, ResizeOrder.MAX_SIDE),
                ImageLimits.DEFAULT.passes());
        ImagingSettings engine = new ImagingSettings(
                source.oneOf("PORTSIDE_IMAGES", ImagingSettings.AUTO, List.of("auto", "jdk", "vips")),
                limits,
                source.size("PORTSIDE_IMAGE_MEMORY", "128MiB", 1 << 20, Integer.MAX_VALUE));
        return new Settings.Images(
                engine,
                maxBody,
                source.numberOrAuto("PORTSIDE_IMAGE_THREADS", 1_024),
                source.number("PORTSIDE_IMAGE_QUEUE", 100, 1, 100_000),
                api.deadline());
    }

    private Optional<Duration> retention() {
        if (source.text("PORTSIDE_EVENTS_RETENTION", "off").equals("off")) {
            return Optional.empty();
        }
        return Optional.of(
                source.duration("PORTSIDE_EVENTS_RETENTION", "365d", Duration.ofDays(1), Duration.ofDays(36_500)));
    }

    private Storage storage(Duration statementTimeout) {
        Optional<String> url = source.secret("DATABASE_URL");
        String kind = source.oneOf(
                "PORTSIDE_STORAGE",
                url.isPresent() ? "postgres" : "embedded",
                List.of("postgres", "embedded", "memory"));
        Path dataDirectory = Path.of(source.text("PORTSIDE_DATA_DIR", ".portside"));
        Settings.Pool pool = pool(statementTimeout);
        if (url.isPresent() && !kind.equals("postgres")) {
            source.problem("DATABASE_URL is set, but PORTSIDE_STORAGE is " + kind + "; unset one of them");
        }
        if (kind.equals("embedded") && pool.max() > EMBEDDED_CONNECTIONS) {
            source.problem("PORTSIDE_DB_POOL_MAX is " + pool.max() + ", but the embedded PostgreSQL admits "
                    + EMBEDDED_CONNECTIONS + "; lower it, or set DATABASE_URL");
        }
        return switch (kind) {
            case "memory" -> new Storage.Memory();
            case "embedded" -> new Storage.Embedded(dataDirectory, pool);
            default -> external(url, pool);
        };
    }

    private Storage external(Optional<String> url, Settings.Pool pool) {
        if (url.isEmpty()) {
            source.problem("PORTSIDE_STORAGE is postgres, but DATABASE_URL is not set; set it to "
                    + "postgres://user:password@host:5432/database");
            return new Storage.Memory();
        }
        try {
            return new Storage.External(PostgresSettings.parse(
                    url.get(), pool.max(), pool.min(), pool.acquireTimeout(), pool.statementTimeout()));
        } catch (IllegalArgumentException e) {
            source.problem("DATABASE_URL: " + e.getMessage());
            return new Storage.Memory();
        }
    }

    private Settings.Pool pool(Duration statementTimeout) {
        int max =
                source.number("PORTSIDE_DB_POOL_MAX", PostgresSettings.DEFAULT_POOL_MAX, 1, PostgresSettings.MAX_POOL);
        int min = source.number(
                "PORTSIDE_DB_POOL_MIN", Math.min(PostgresSettings.DEFAULT_POOL_MIN, max), 0, PostgresSettings.MAX_POOL);
        if (min > max) {
            source.problem("PORTSIDE_DB_POOL_MIN (" + min + ") must not be above PORTSIDE_DB_POOL_MAX (" + max + ")");
        }
        Duration acquire = source.duration(
                "PORTSIDE_DB_POOL_ACQUIRE_TIMEOUT", "3s", Duration.ofMillis(250), Duration.ofMinutes(10));
        // A statement that outlives its request helps nobody; a second is what the pool asks for at least.
        Duration statement =
                statementTimeout.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : statementTimeout;
        return new Settings.Pool(max, Math.min(min, max), acquire, statement);
    }

    private Optional<CacheSettings> cache() {
        Optional<String> url = source.secret("REDIS_URL");
        Optional<String> file = source.optional("PORTSIDE_REDIS_CONFIG");
        boolean redis = url.isPresent() || file.isPresent();
        String kind = source.oneOf("PORTSIDE_CACHE", redis ? "redis" : "local", List.of("redis", "local", "none"));
        if (url.isPresent() && file.isPresent()) {
            source.problem("REDIS_URL and PORTSIDE_REDIS_CONFIG are both set; unset one of them");
        }
        if (kind.equals("redis") && !redis) {
            source.problem(
                    "PORTSIDE_CACHE is redis, but neither REDIS_URL nor PORTSIDE_REDIS_CONFIG is set; set REDIS_URL "
                            + "to redis://host:6379");
        }
        if (redis && !kind.equals("redis")) {
            source.problem("Redis is set, but PORTSIDE_CACHE is " + kind + "; unset one of them");
        }
        CacheSettings.Shared shared = shared(url, file);
        Duration ttl = source.duration("PORTSIDE_CACHE_TTL", "5s", Duration.ofMillis(100), Duration.ofMinutes(5));
        CacheSettings defaults = CacheSettings.defaults(shared);
        int avatars = source.size("PORTSIDE_AVATAR_CACHE", "16MiB", 0, 1 << 30);
        String namespace = source.text("PORTSIDE_CACHE_NAMESPACE", defaults.namespace());
        try {
            CacheSettings settings = new CacheSettings(
                    ttl,
                    defaults.maxUsers(),
                    defaults.maxLists(),
                    avatars,
                    defaults.commandBudget(),
                    namespace,
                    shared);
            return kind.equals("none") ? Optional.empty() : Optional.of(settings);
        } catch (IllegalArgumentException e) {
            source.problem("PORTSIDE_CACHE_NAMESPACE: " + e.getMessage());
            return Optional.empty();
        }
    }

    private CacheSettings.Shared shared(Optional<String> url, Optional<String> file) {
        try {
            return url.<CacheSettings.Shared>map(CacheSettings.RedisUrl::new)
                    .or(() -> file.map(name -> new CacheSettings.RedissonFile(Path.of(name))))
                    .orElseGet(CacheSettings.None::new);
        } catch (IllegalArgumentException e) {
            source.problem((url.isPresent() ? "REDIS_URL " : "PORTSIDE_REDIS_CONFIG ") + e.getMessage());
            return new CacheSettings.None();
        }
    }

    private ApiSettings api() {
        ApiSettings defaults = ApiSettings.DEFAULTS;
        int bodyMemory = bodyMemory();
        ApiSettings settings = new ApiSettings(
                origins(),
                source.size("PORTSIDE_MAX_BODY", "1MiB", 1_024, 1 << 30),
                source.size(
                        "PORTSIDE_MAX_EVENTS_BODY",
                        body(ApiSettings.DEFAULTS.maxEventsBody(), bodyMemory),
                        1_024,
                        1 << 30),
                bodyMemory,
                source.size("PORTSIDE_MIN_BODY_RATE", "1KiB", 0, 1 << 30),
                source.size("PORTSIDE_MAX_URI", "8KiB", 256, 1 << 20),
                source.number("PORTSIDE_JSON_MAX_DEPTH", defaults.maxJsonDepth(), 2, 1_000),
                source.size("PORTSIDE_JSON_MAX_STRING", "64KiB", 1_024, 1 << 30),
                source.duration("PORTSIDE_REQUEST_DEADLINE", "10s", Duration.ofMillis(100), Duration.ofHours(1)),
                source.number("PORTSIDE_MAX_CONCURRENT_REQUESTS", defaults.maxConcurrent(), 1, 1_000_000),
                source.number("PORTSIDE_MAX_QUEUED_REQUESTS", defaults.maxQueued(), 0, 1_000_000),
                source.number("PORTSIDE_MAX_STREAMS", defaults.maxStreams(), 1, 100_000),
                source.number("PORTSIDE_MAX_LISTENERS", defaults.maxListeners(), 1, 100_000),
                source.flag("PORTSIDE_REQUIRE_IF_MATCH", false));
        requireRoom("PORTSIDE_MAX_BODY", settings.maxBody(), bodyMemory);
        requireRoom("PORTSIDE_MAX_EVENTS_BODY", settings.maxEventsBody(), bodyMemory);
        return settings;
    }

    private void requireRoom(String key, int maxBody, long bodyMemory) {
        if (bodyMemory < BODIES_AT_LEAST * maxBody) {
            source.problem("PORTSIDE_MAX_BODY_MEMORY must be at least " + BODIES_AT_LEAST + " times " + key
                    + "; set it higher, and with it the heap (JAVA_OPTS=-Xmx…), or allow smaller bodies");
        }
    }

    /** So many bytes, or less on a heap too small for such bodies. */
    private static String body(int bytes, long bodyMemory) {
        return Math.min(bytes >> 10, (bodyMemory / BODIES_AT_LEAST) >> 10) + "KiB";
    }

    /** A quarter of the heap, unless it is set. */
    private int bodyMemory() {
        long quarter = Math.min(Runtime.getRuntime().maxMemory() / 4, Integer.MAX_VALUE);
        return source.size("PORTSIDE_MAX_BODY_MEMORY", (quarter >> 20) + "MiB", 1 << 20, Integer.MAX_VALUE);
    }

    private CorsOrigins origins() {
        Optional<String> text = source.optional("PORTSIDE_CORS_ORIGINS").filter(value -> !value.equals("off"));
        if (text.isEmpty()) {
            return CorsOrigins.NONE;
        }
        if (text.get().equals("*")) {
            return new CorsOrigins.Any();
        }
        Set<String> origins =
                Arrays.stream(text.get().split(",", -1)).map(String::strip).collect(Collectors.toSet());
        for (String origin : origins) {
            if (!origin.matches("https?://[^/?#\\s*]+")) {
                source.problem(
                        "PORTSIDE_CORS_ORIGINS must be off, * or origins such as https://app.example.org with commas "
                                + "between, but has \"" + origin + "\"");
            }
        }
        return new CorsOrigins.Exactly(origins);
    }

    private ServerSettings server(ApiSettings api) {
        source.oneOf("PORTSIDE_AUTH", "none", List.of("none"));
        String host = source.text("PORTSIDE_HOST", "127.0.0.1");
        boolean exposed = source.flag("PORTSIDE_ALLOW_UNAUTHENTICATED", false);
        if (!exposed && !isLoopback(host)) {
            source.problem("PORTSIDE_HOST is " + host
                    + ", which other machines may reach, and whoever reaches it may read and "
                    + "change everything; set PORTSIDE_ALLOW_UNAUTHENTICATED=true if that is meant");
        }
        return new ServerSettings(
                host,
                source.number("PORTSIDE_PORT", 8080, 0, 65_535),
                source.number("PORTSIDE_MAX_CONNECTIONS", 20_000, 1, 1_000_000),
                api.maxConcurrent() + api.maxQueued() + api.maxStreams() + api.maxListeners() + HANDLERS_FOR_OPERATIONS,
                source.size("PORTSIDE_MAX_HEADERS", "16KiB", 1_024, 1 << 20),
                source.duration("PORTSIDE_HEADER_TIMEOUT", "10s", Duration.ofMillis(100), Duration.ofHours(1)),
                source.duration("PORTSIDE_IDLE_TIMEOUT", "30s", Duration.ofMillis(100), Duration.ofHours(1)));
    }

    private boolean isLoopback(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            source.problem("PORTSIDE_HOST must be an address of this machine, but \"" + host.toLowerCase(Locale.ROOT)
                    + "\" is not known");
            return true;
        }
    }
}
