package dev.portside.spring;

import dev.portside.core.CoreSettings;
import dev.portside.core.InvalidSettings;
import dev.portside.http.pipeline.ApiSettings;
import dev.portside.http.pipeline.CorsOrigins;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Reads the properties of the HTTP API and collects everything that is wrong with them. */
final class HttpLimits {

    private static final String ORIGIN = "https?://[^/?#\\s*]+";
    private static final String PREFIX = "(/[^/?#%;*\\s]+)*";
    private static final long KIB = 1_024;
    private static final long GIB = 1 << 30;

    private final PortsideHttpProperties properties;
    private final List<String> problems = new ArrayList<>();

    private HttpLimits(PortsideHttpProperties properties) {
        this.properties = properties;
    }

    /** @throws InvalidSettings with all that is wrong */
    static ApiSettings of(PortsideHttpProperties properties, CoreSettings core) {
        return new HttpLimits(properties).read(core);
    }

    private ApiSettings read(CoreSettings core) {
        if (!properties.prefix().matches(PREFIX)) {
            problem("prefix", "be empty, or begin with a slash and not end with one, as /backend", properties.prefix());
        }
        long bodyMemory = size(
                "max-body-memory",
                properties.maxBodyMemory(),
                Math.max(Runtime.getRuntime().maxMemory() / 4, 1 << 20),
                1 << 20,
                Long.MAX_VALUE);
        long eventsBody = Math.min(ApiSettings.DEFAULTS.maxEventsBody(), bodyMemory / CoreSettings.BODIES_AT_LEAST);
        ApiSettings settings = ApiSettings.builder()
                .corsOrigins(origins())
                .maxBody((int) size("max-body", properties.maxBody(), 0, KIB, GIB))
                .maxEventsBody((int) size("max-events-body", properties.maxEventsBody(), eventsBody, KIB, GIB))
                .maxBodyMemory(bodyMemory)
                .minBodyRate((int) size("min-body-rate", properties.minBodyRate(), 0, 0, GIB))
                .maxUri(number("max-uri", properties.maxUri(), 256, 1 << 20))
                .maxJsonDepth(number("json-max-depth", properties.jsonMaxDepth(), 2, 1_000))
                .maxJsonString(number("json-max-string", properties.jsonMaxString(), 1_024, 1 << 30))
                .deadline(core.requestDeadline())
                .maxConcurrent(number("max-concurrent-requests", properties.maxConcurrentRequests(), 1, 1_000_000))
                .maxQueued(number("max-queued-requests", properties.maxQueuedRequests(), 0, 1_000_000))
                .maxStreams(number("max-streams", properties.maxStreams(), 1, 100_000))
                .maxListeners(number("max-listeners", properties.maxListeners(), 1, 100_000))
                .requireIfMatch(properties.requireIfMatch())
                .build();
        requireRoom("max-body", settings.maxBody(), bodyMemory);
        requireRoom("max-events-body", settings.maxEventsBody(), bodyMemory);
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return settings;
    }

    private CorsOrigins origins() {
        List<String> origins = properties.corsOrigins();
        if (origins.equals(List.of("*"))) {
            return new CorsOrigins.Any();
        }
        for (String origin : origins) {
            if (!origin.matches(ORIGIN)) {
                problem("cors-origins", "be * alone, or origins such as https://app.example.org", origin);
            }
        }
        return new CorsOrigins.Exactly(new HashSet<>(origins));
    }

    private long size(String key, @Nullable DataSize size, long ifAbsent, long min, long max) {
        long bytes = size == null ? ifAbsent : size.toBytes();
        if (bytes < min || bytes > max) {
            problem(key, "be between " + min + " and " + max + " bytes", String.valueOf(bytes));
        }
        return bytes;
    }

    private int number(String key, int number, int min, int max) {
        if (number < min || number > max) {
            problem(key, "be between " + min + " and " + max, String.valueOf(number));
        }
        return number;
    }

    private void requireRoom(String key, long maxBody, long bodyMemory) {
        if (bodyMemory < CoreSettings.BODIES_AT_LEAST * maxBody) {
            problems.add("portside.http.max-body-memory must be at least " + CoreSettings.BODIES_AT_LEAST
                    + " times portside.http." + key + "; set it higher, and with it the heap, or allow smaller bodies");
        }
    }

    private void problem(String key, String must, String was) {
        problems.add("portside.http." + key + " must " + must + ", but was \"" + was + "\"");
    }
}
