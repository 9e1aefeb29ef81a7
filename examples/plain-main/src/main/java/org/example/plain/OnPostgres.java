package org.example.plain;

import dev.portside.core.Portside;

/** The same on PostgreSQL behind Redis. */
public final class OnPostgres {

    private OnPostgres() {}

    static Portside start(String databaseUrl, String redisUrl) {
        // README: postgres
        Portside portside = Portside.builder()
                .set("DATABASE_URL", databaseUrl) // postgres://user:password@host:5432/database
                .set("REDIS_URL", redisUrl) // redis://host:6379
                .set("PORTSIDE_EVENTS_RETENTION", "365d")
                .start();
        // README: end
        return portside;
    }
}
