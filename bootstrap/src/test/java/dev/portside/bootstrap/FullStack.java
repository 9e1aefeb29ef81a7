package dev.portside.bootstrap;

import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.services.TestRedis;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Settings for a server on real services. */
final class FullStack {

    private FullStack() {}

    /**
     * A database of its own, and a part of its own of the Redis that all tests share.
     *
     * @param more keys and values in turn
     */
    static String[] settings(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "DATABASE_URL",
                url(TestPostgres.createDatabase()),
                "REDIS_URL",
                TestRedis.url(),
                "PORTSIDE_CACHE_NAMESPACE",
                UserJourneys.unique("test")));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    static String url(TestPostgres.Database database) {
        String separator = database.jdbcUrl().contains("?") ? "&" : "?";
        return database.jdbcUrl() + separator + "user=" + encode(database.user()) + "&password="
                + encode(database.password());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
