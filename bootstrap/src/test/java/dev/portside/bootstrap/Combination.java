package dev.portside.bootstrap;

import java.util.List;
import java.util.stream.IntStream;

/** One choice of adapters, by the names that a deployment would set. */
record Combination(String http, String storage, String cache) {

    static final List<String> SERVERS = List.of("helidon", "javalin", "jetty", "tomcat");

    private static final String MATRIX = "portside.test.matrix";
    private static final List<String> STORAGES = List.of("memory", "embedded");
    private static final List<String> CACHES = List.of("none", "local", "redis");

    /**
     * Returns every one with that HTTP server when the system property {@value #MATRIX} says {@code full}, as
     * {@code -Pmatrix} does; else as few as show each pair of adapters together.
     */
    static List<Combination> servedBy(String http) {
        boolean full = "full".equals(System.getProperty(MATRIX));
        return full ? every(http) : pairs(http);
    }

    static List<Combination> every(String http) {
        return STORAGES.stream()
                .flatMap(storage -> CACHES.stream().map(cache -> new Combination(http, storage, cache)))
                .toList();
    }

    /** Every cache once; the storages alternate, and begin with another one for the next server. */
    static List<Combination> pairs(String http) {
        int first = SERVERS.indexOf(http);
        return IntStream.range(0, CACHES.size())
                .mapToObj(i -> new Combination(http, STORAGES.get((first + i) % STORAGES.size()), CACHES.get(i)))
                .toList();
    }

    @Override
    public String toString() {
        return http + ", " + storage + ", " + cache;
    }
}
