package dev.portside.bootstrap;

import java.util.List;
import java.util.stream.Stream;

/** One choice of adapters, by the names that a deployment would set. */
record Combination(String http, String storage, String cache) {

    private static final List<String> SERVERS = List.of("javalin", "helidon", "tomcat", "jetty");
    private static final List<String> STORAGES = List.of("memory", "embedded");
    private static final List<String> CACHES = List.of("none", "local", "redis");

    /** Every one. */
    static Stream<Combination> all() {
        return STORAGES.stream()
                .flatMap(storage -> SERVERS.stream()
                        .flatMap(http -> CACHES.stream().map(cache -> new Combination(http, storage, cache))));
    }

    @Override
    public String toString() {
        return http + ", " + storage + ", " + cache;
    }
}
