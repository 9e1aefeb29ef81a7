package dev.portside.spring;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the core.
 *
 * @param enabled Whether there is a Portside.
 * @param storage Where everything is kept: "data-source" for the application's DataSource, "postgres" for the server of
 * portside.database-url, "memory", or the name of another adapter on the class path. By itself the address if there is one,
 * else the DataSource if there is one and portside-persistence-postgres is on the class path, else memory.
 * @param databaseUrl Address of a PostgreSQL other than that of the application's DataSource, such as
 * postgres://user:password@host:5432/database.
 * @param cache What users are cached with: "none", "local", "redis", or the name of another adapter on the class path. By
 * itself "redis" if there is an address of one, else "none".
 * @param redisUrl Address of a Redis, such as redis://host:6379.
 * @param settings Everything else that can be set of the core and its adapters, by its name there, such as
 * PORTSIDE_EVENTS_RETENTION or events-retention.
 */
@ConfigurationProperties("portside")
public record PortsideProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String storage,
        @Nullable String databaseUrl,
        @Nullable String cache,
        @Nullable String redisUrl,
        @DefaultValue Map<String, String> settings) {

    static final String DATA_SOURCE = "data-source";

    /** Takes them as they are; the core checks them. */
    public PortsideProperties {
        settings = Map.copyOf(settings);
    }
}
