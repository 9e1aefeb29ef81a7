package dev.portside.bootstrap;

import java.util.List;
import java.util.stream.Stream;

/** One choice of adapters, by the names that a deployment would set. */
record Combination(String http, String storage, String cache) {

    private static final List<String> STORAGES = List.of("memory", "embedded");
    private static final List<String> CACHES = List.of("none", "local", "redis");

    /** Every one with that. */
    static Stream<Combination> servedBy(String http) {
        return STORAGES.stream()
                .flatMap(storage -> CACHES.stream().map(cache -> new Combination(http, storage, cache)));
    }

    @Override
    public String toString() {
        return http + ", " + storage + ", " + cache;
    }
}
