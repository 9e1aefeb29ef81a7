package dev.portside.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counters of cache hits and misses of one kind of read at one level. Safe for use by many threads. */
public final class ReadCounters {

    private final Counter hits;
    private final Counter misses;

    private ReadCounters(Counter hits, Counter misses) {
        this.hits = hits;
        this.misses = misses;
    }

    /**
     * Those of one kind.
     *
     * @param level {@code local} or {@code redis}
     * @param what {@code user}, {@code email}, {@code list}, {@code count} or {@code avatar}
     */
    public static ReadCounters of(MeterRegistry registry, String level, String what) {
        return new ReadCounters(counter(registry, level, what, "hit"), counter(registry, level, what, "miss"));
    }

    private static Counter counter(MeterRegistry registry, String level, String what, String result) {
        return Counter.builder("portside.cache.reads")
                .description("Reads of the cache")
                .tag("level", level)
                .tag("of", what)
                .tag("result", result)
                .register(registry);
    }

    /** One was answered. */
    public void hit() {
        hits.increment();
    }

    /** One was not. */
    public void miss() {
        misses.increment();
    }
}
