package dev.portside.cache.redis;

import dev.portside.cache.ReadCounters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/** Metrics of Redis as a cache. */
final class Metrics {

    private final MeterRegistry registry;

    Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param what {@code user} or {@code avatar} */
    ReadCounters reads(String what) {
        return ReadCounters.of(registry, "redis", what);
    }

    Counter failures(String command) {
        return Counter.builder("portside.cache.redis.failures")
                .description("Commands to Redis that failed or were late")
                .tag("command", command)
                .register(registry);
    }

    Counter messages() {
        return Counter.builder("portside.cache.messages")
                .description("Changes that other nodes announced to this one")
                .register(registry);
    }

    /**
     * @param of {@code user}, {@code avatar}, {@code message} or {@code reply}
     * @param reason {@code forged} or {@code oversized}
     */
    Counter rejected(String of, String reason) {
        return Counter.builder("portside.cache.redis.rejected")
                .description("What lay in Redis and was not believed")
                .tag("of", of)
                .tag("reason", reason)
                .register(registry);
    }

    void circuit(BooleanSupplier isOpen) {
        Gauge.builder("portside.cache.circuit.open", () -> isOpen.getAsBoolean() ? 1 : 0)
                .description("1 while this node does without Redis")
                .strongReference(true)
                .register(registry);
    }
}
