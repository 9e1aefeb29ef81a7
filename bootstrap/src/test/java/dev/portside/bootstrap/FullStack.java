package dev.portside.bootstrap;

import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.services.TestRedis;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Settings for a server on real services. */
final class FullStack {

    private FullStack() {}

    /** A database of its own, and a part of its own of the Redis that all tests share. */
    static String[] settings() {
        return new String[] {
            "DATABASE_URL",
            url(TestPostgres.createDatabase()),
            "REDIS_URL",
            TestRedis.url(),
            "PORTSIDE_CACHE_NAMESPACE",
            UserJourneys.unique("test")
        };
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
