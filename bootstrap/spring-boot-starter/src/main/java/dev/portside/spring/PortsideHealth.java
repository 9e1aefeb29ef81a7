package dev.portside.spring;

import dev.portside.application.readiness.Readiness.Report;
import dev.portside.application.readiness.Readiness.Status;
import dev.portside.core.CoreSettings;
import dev.portside.core.Portside;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health of the node, its storage and its cache. A dependency that only makes answers slower when it is unavailable is
 * {@code DEGRADED}, which leaves the application {@code UP}.
 */
final class PortsideHealth implements CompositeHealthContributor {

    private static final String NODE = "node";
    private static final String STORAGE = "storage";
    private static final String CACHE = "cache";
    private static final String DEGRADED = "DEGRADED";

    private final Portside portside;

    PortsideHealth(Portside portside) {
        this.portside = portside;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        return parts().get(name);
    }

    @Override
    public Stream<HealthContributors.Entry> stream() {
        return parts().entrySet().stream().map(part -> new HealthContributors.Entry(part.getKey(), part.getValue()));
    }

    /** Returns the dependencies, which are known after startup. Each asks for a report, and all get the same one. */
    private Map<String, HealthIndicator> parts() {
        Map<String, HealthIndicator> parts = new LinkedHashMap<>();
        parts.put(NODE, () -> node(report()));
        CoreSettings settings = portside.settings();
        parts.put(STORAGE, part(STORAGE, settings.storage().describe(settings.values())));
        settings.cache().ifPresent(cache -> parts.put(CACHE, part(CACHE, cache.name())));
        report().dependencies().keySet().forEach(name -> parts.putIfAbsent(name, part(name, name)));
        return parts;
    }

    private Report report() {
        return portside.readiness().report();
    }

    private static Health node(Report report) {
        Health.Builder health = switch (report.status()) {
            case READY, DEGRADED -> Health.up();
            case NOT_READY -> Health.down();
            case STARTING, DRAINING -> Health.outOfService();
        };
        return health.withDetail("state", report.status().name().toLowerCase(Locale.ROOT))
                .build();
    }

    private HealthIndicator part(String name, String kind) {
        return () -> health(report(), name).withDetail("kind", kind).build();
    }

    private static Health.Builder health(Report report, String name) {
        return switch (report.status()) {
            // No checks are made then.
            case STARTING, DRAINING -> Health.unknown();
            case READY, DEGRADED, NOT_READY -> {
                // What is in the process is there as long as it is.
                if (report.dependencies().getOrDefault(name, true)) {
                    yield Health.up();
                }
                yield report.status() == Status.DEGRADED ? Health.status(DEGRADED) : Health.down();
            }
        };
    }
}
