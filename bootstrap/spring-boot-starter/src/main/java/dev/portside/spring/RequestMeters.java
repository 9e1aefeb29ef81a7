package dev.portside.spring;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Meters of requests. Spring counts all requests of the server as {@code http.server.requests}, with other tags than the
 * API's, which Prometheus refuses under one name; so the API's are {@code portside.http.requests} here.
 */
final class RequestMeters {

    private static final String SPRING_HAS = "http.server.requests";
    private static final String NAME = "portside.http.requests";

    private RequestMeters() {}

    /** Counts in this registry. */
    static MeterRegistry in(MeterRegistry registry) {
        CompositeMeterRegistry renaming =
                new CompositeMeterRegistry(registry.config().clock());
        renaming.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().equals(SPRING_HAS) ? id.withName(NAME) : id;
            }
        });
        renaming.add(registry);
        return renaming;
    }
}
