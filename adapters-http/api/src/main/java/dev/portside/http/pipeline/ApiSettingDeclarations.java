package dev.portside.http.pipeline;

import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Settings of the HTTP API, whatever it is served by. */
public final class ApiSettingDeclarations {

    private static final int LARGEST = 1 << 30;
    private static final String ORIGIN = "https?://[^/?#\\s*]+";

    /** Size of a request's body. */
    public static final Setting<Integer> MAX_BODY =
            Setting.size("PORTSIDE_MAX_BODY", "1MiB", 1_024, LARGEST, "size of a request (413)");

    /** Size of a body with events. */
    public static final Setting<Integer> MAX_EVENTS_BODY = Setting.size(
            "PORTSIDE_MAX_EVENTS_BODY",
            "5MiB",
            1_024,
            LARGEST,
            "size of a request with events (413); less on a small heap");

    /** Memory for all bodies together. */
    public static final Setting<Integer> MAX_BODY_MEMORY = Setting.size(
            "PORTSIDE_MAX_BODY_MEMORY",
            (quarterOfHeap() >> 20) + "MiB",
            1 << 20,
            Integer.MAX_VALUE,
            "weighted budget of all bodies, in transfer and in work; 503 beyond");

    static final Setting<Integer> MIN_BODY_RATE = Setting.size(
            "PORTSIDE_MIN_BODY_RATE", "1KiB", 0, LARGEST, "bytes per second of a body, after the first second (408)");

    static final Setting<CorsOrigins> CORS_ORIGINS = new Setting<>(
            "PORTSIDE_CORS_ORIGINS",
            "off",
            "off, * or origins such as https://app.example.org with commas between",
            "origins of the pages that may call",
            false,
            ApiSettingDeclarations::origins);

    static final Setting<Boolean> REQUIRE_IF_MATCH =
            Setting.flag("PORTSIDE_REQUIRE_IF_MATCH", false, "refuse writes to one user without `If-Match` (428)");

    static final Setting<Integer> MAX_URI =
            Setting.size("PORTSIDE_MAX_URI", "8KiB", 256, 1 << 20, "path and query together (414)");

    static final Setting<Integer> JSON_MAX_DEPTH =
            Setting.number("PORTSIDE_JSON_MAX_DEPTH", 32, 2, 1_000, "nested arrays and objects (400)");

    static final Setting<Integer> JSON_MAX_STRING =
            Setting.size("PORTSIDE_JSON_MAX_STRING", "64KiB", 1_024, LARGEST, "size of one JSON string (400)");

    static final Setting<Integer> MAX_CONCURRENT_REQUESTS =
            Setting.number("PORTSIDE_MAX_CONCURRENT_REQUESTS", 1_000, 1, 1_000_000, "requests in work");

    static final Setting<Integer> MAX_QUEUED_REQUESTS =
            Setting.number("PORTSIDE_MAX_QUEUED_REQUESTS", 10_000, 0, 1_000_000, "requests that wait; 503 beyond");

    static final Setting<Integer> MAX_STREAMS = Setting.number(
            "PORTSIDE_MAX_STREAMS",
            16,
            1,
            100_000,
            "concurrent exports; 503 beyond. An export that is read slower than the minimum rate is cut off");

    static final Setting<Integer> MAX_LISTENERS = Setting.number(
            "PORTSIDE_MAX_LISTENERS", 100, 1, 100_000, "clients of `GET /api/v1/analytics/live`; 503 beyond");

    /** Every setting of the HTTP API, in the order of the operating guide. */
    public static final List<Setting<?>> ALL = List.of(
            CORS_ORIGINS,
            REQUIRE_IF_MATCH,
            MAX_BODY,
            MAX_EVENTS_BODY,
            MAX_BODY_MEMORY,
            MIN_BODY_RATE,
            MAX_URI,
            JSON_MAX_DEPTH,
            JSON_MAX_STRING,
            MAX_CONCURRENT_REQUESTS,
            MAX_QUEUED_REQUESTS,
            MAX_STREAMS,
            MAX_LISTENERS);

    private ApiSettingDeclarations() {}

    private static long quarterOfHeap() {
        return Math.clamp(Runtime.getRuntime().maxMemory() / 4, 1 << 20, Integer.MAX_VALUE);
    }

    /** Returns the settings of an API for these hosts. */
    public static ApiSettings of(SettingValues values, Duration deadline, AllowedHosts hosts) {
        return ApiSettings.builder()
                .corsOrigins(values.get(CORS_ORIGINS))
                .maxBody(values.get(MAX_BODY))
                .maxEventsBody(values.get(MAX_EVENTS_BODY))
                .maxBodyMemory(values.get(MAX_BODY_MEMORY))
                .minBodyRate(values.get(MIN_BODY_RATE))
                .maxUri(values.get(MAX_URI))
                .maxJsonDepth(values.get(JSON_MAX_DEPTH))
                .maxJsonString(values.get(JSON_MAX_STRING))
                .deadline(deadline)
                .maxConcurrent(values.get(MAX_CONCURRENT_REQUESTS))
                .maxQueued(values.get(MAX_QUEUED_REQUESTS))
                .maxStreams(values.get(MAX_STREAMS))
                .maxListeners(values.get(MAX_LISTENERS))
                .requireIfMatch(values.get(REQUIRE_IF_MATCH))
                .allowedHosts(hosts)
                .build();
    }

    private static Optional<CorsOrigins> origins(String text) {
        if (text.isEmpty() || text.equals("off")) {
            return Optional.of(CorsOrigins.NONE);
        }
        if (text.equals("*")) {
            return Optional.of(new CorsOrigins.Any());
        }
        Set<String> origins =
                Arrays.stream(text.split(",", -1)).map(String::strip).collect(Collectors.toSet());
        return origins.stream().allMatch(origin -> origin.matches(ORIGIN))
                ? Optional.of(new CorsOrigins.Exactly(origins))
                : Optional.empty();
    }
}
