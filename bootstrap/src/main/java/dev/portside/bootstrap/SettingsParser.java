package dev.portside.bootstrap;

import dev.portside.application.adapter.Adapters;
import dev.portside.core.CoreSettings;
import dev.portside.core.Installed;
import dev.portside.core.SettingsSource;
import dev.portside.http.pipeline.AllowedHosts;
import dev.portside.http.pipeline.ApiSettings;
import dev.portside.http.pipeline.CorsOrigins;
import dev.portside.http.server.HttpServerAdapter;
import dev.portside.http.server.ServerSettings;
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

    private final SettingsSource source;

    SettingsParser(Map<String, String> environment, Path dotEnv) {
        this.source = SettingsSource.of(environment, dotEnv);
    }

    Settings parse() {
        ClassLoader loader = SettingsParser.class.getClassLoader();
        int bodyMemory = bodyMemory();
        CoreSettings core = CoreSettings.read(
                source, Installed.in(loader), new CoreSettings.Defaults("embedded", "local", bodyMemory));
        requireRoom("PORTSIDE_MAX_IMAGE_BODY", core.images().maxBody(), bodyMemory);
        ApiSettings api = api(core, bodyMemory);
        Adapters<HttpServerAdapter> servers = Adapters.find(HttpServerAdapter.class, loader);
        HttpServerAdapter http = source.adapter("PORTSIDE_HTTP", "javalin", servers);
        ServerSettings server = server(api);
        api = api.toBuilder().allowedHosts(allowedHosts(server.host())).build();
        Settings.Log log = new Settings.Log(
                source.oneOf("PORTSIDE_LOG_LEVEL", "info", List.of("trace", "debug", "info", "warn", "error")),
                source.oneOf("PORTSIDE_LOG_FORMAT", "text", List.of("text", "json"))
                        .equals("json"));
        Duration delay = source.duration("PORTSIDE_SHUTDOWN_DELAY", "0s", Duration.ZERO, Duration.ofMinutes(10));
        Duration grace = source.duration("PORTSIDE_SHUTDOWN_GRACE", "20s", Duration.ZERO, Duration.ofMinutes(10));
        var unused = source.get(Maintenance.COPY_FROM);
        source.requireNothingElse("unset it, or see ./portside config for those there are");
        return new Settings(core, http, servers, server, api, log, delay, grace, source.file(), source.effective());
    }

    private ApiSettings api(CoreSettings core, int bodyMemory) {
        ApiSettings defaults = ApiSettings.DEFAULTS;
        ApiSettings settings = ApiSettings.builder()
                .corsOrigins(origins())
                .maxBody(source.size("PORTSIDE_MAX_BODY", "1MiB", 1_024, 1 << 30))
                .maxEventsBody(source.size(
                        "PORTSIDE_MAX_EVENTS_BODY",
                        CoreSettings.largestBody(defaults.maxEventsBody(), bodyMemory),
                        1_024,
                        1 << 30))
                .maxBodyMemory(bodyMemory)
                .minBodyRate(source.size("PORTSIDE_MIN_BODY_RATE", "1KiB", 0, 1 << 30))
                .maxUri(source.size("PORTSIDE_MAX_URI", "8KiB", 256, 1 << 20))
                .maxJsonDepth(source.number("PORTSIDE_JSON_MAX_DEPTH", defaults.maxJsonDepth(), 2, 1_000))
                .maxJsonString(source.size("PORTSIDE_JSON_MAX_STRING", "64KiB", 1_024, 1 << 30))
                .deadline(core.requestDeadline())
                .maxConcurrent(
                        source.number("PORTSIDE_MAX_CONCURRENT_REQUESTS", defaults.maxConcurrent(), 1, 1_000_000))
                .maxQueued(source.number("PORTSIDE_MAX_QUEUED_REQUESTS", defaults.maxQueued(), 0, 1_000_000))
                .maxStreams(source.number("PORTSIDE_MAX_STREAMS", defaults.maxStreams(), 1, 100_000))
                .maxListeners(source.number("PORTSIDE_MAX_LISTENERS", defaults.maxListeners(), 1, 100_000))
                .requireIfMatch(source.flag("PORTSIDE_REQUIRE_IF_MATCH", false))
                .build();
        requireRoom("PORTSIDE_MAX_BODY", settings.maxBody(), bodyMemory);
        requireRoom("PORTSIDE_MAX_EVENTS_BODY", settings.maxEventsBody(), bodyMemory);
        return settings;
    }

    private void requireRoom(String key, int maxBody, long bodyMemory) {
        if (bodyMemory < CoreSettings.BODIES_AT_LEAST * maxBody) {
            source.problem("PORTSIDE_MAX_BODY_MEMORY must be at least " + CoreSettings.BODIES_AT_LEAST + " times " + key
                    + "; set it higher, and with it the heap (JAVA_OPTS=-Xmx…), or allow smaller bodies");
        }
    }

    /** A quarter of the heap, unless it is set. */
    private int bodyMemory() {
        long quarter = Math.min(Runtime.getRuntime().maxMemory() / 4, Integer.MAX_VALUE);
        return source.size("PORTSIDE_MAX_BODY_MEMORY", (quarter >> 20) + "MiB", 1 << 20, Integer.MAX_VALUE);
    }

    private CorsOrigins origins() {
        var text = source.optional("PORTSIDE_CORS_ORIGINS").filter(value -> !value.equals("off"));
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

    /** Nobody but programs of this machine reaches a loopback address, and of those a browser runs pages of strangers. */
    private AllowedHosts allowedHosts(String listening) {
        Optional<String> text = source.optional("PORTSIDE_ALLOWED_HOSTS");
        if (text.isEmpty()) {
            return isLoopbackAddress(listening).orElse(true)
                    ? new AllowedHosts.LoopbackAnd(Set.of(listening))
                    : AllowedHosts.ANY;
        }
        if (text.get().equals("*")) {
            return AllowedHosts.ANY;
        }
        Set<String> names =
                Arrays.stream(text.get().split(",", -1)).map(String::strip).collect(Collectors.toSet());
        for (String name : names) {
            if (!name.matches("[A-Za-z0-9._~-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
                source.problem(
                        "PORTSIDE_ALLOWED_HOSTS must be * or host names such as api.example.org with commas between, "
                                + "without ports, but has \"" + name + "\"");
            }
        }
        return new AllowedHosts.LoopbackAnd(names);
    }

    private static Optional<Boolean> isLoopbackAddress(String host) {
        try {
            return Optional.of(Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private boolean isLoopback(String host) {
        return isLoopbackAddress(host).orElseGet(() -> {
            source.problem("PORTSIDE_HOST must be an address of this machine, but \"" + host.toLowerCase(Locale.ROOT)
                    + "\" is not known");
            return true;
        });
    }
}
