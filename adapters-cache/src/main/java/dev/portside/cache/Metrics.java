package dev.portside.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/** What operators see of the cache. */
final class Metrics {

    /** How often one kind of question found its answer at one level. */
    record Reads(Counter hits, Counter misses) {

        void hit() {
            hits.increment();
        }

        void miss() {
            misses.increment();
        }
    }

    private final MeterRegistry registry;

    Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * @param level {@code local} or {@code redis}
     * @param what {@code user}, {@code email}, {@code list}, {@code count} or {@code avatar}
     */
    Reads reads(String level, String what) {
        return new Reads(reads(level, what, "hit"), reads(level, what, "miss"));
    }

    private Counter reads(String level, String what, String result) {
        return Counter.builder("portside.cache.reads")
                .description("Questions asked of the cache")
                .tag("level", level)
                .tag("of", what)
                .tag("result", result)
                .register(registry);
    }

    Counter failures(String command) {
        return Counter.builder("portside.cache.redis.failures")
                .description("Commands to Redis that failed or were late")
                .tag("command", command)
                .register(registry);
    }

    Counter messages() {
        return Counter.builder("portside.cache.messages")
                .description("Changes that other nodes told this one about")
                .register(registry);
    }

    void circuit(BooleanSupplier isOpen) {
        Gauge.builder("portside.cache.circuit.open", () -> isOpen.getAsBoolean() ? 1 : 0)
                .description("1 while this node does without Redis")
                .strongReference(true)
                .register(registry);
    }
}
