package dev.portside.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How often one kind of question found its answer at one level. Safe for use by many threads. */
public final class Reads {

    private final Counter hits;
    private final Counter misses;

    private Reads(Counter hits, Counter misses) {
        this.hits = hits;
        this.misses = misses;
    }

    /**
     * Those of one kind.
     *
     * @param level {@code local} or {@code redis}
     * @param what {@code user}, {@code email}, {@code list}, {@code count} or {@code avatar}
     */
    public static Reads of(MeterRegistry registry, String level, String what) {
        return new Reads(counter(registry, level, what, "hit"), counter(registry, level, what, "miss"));
    }

    private static Counter counter(MeterRegistry registry, String level, String what, String result) {
        return Counter.builder("portside.cache.reads")
                .description("Questions asked of the cache")
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
