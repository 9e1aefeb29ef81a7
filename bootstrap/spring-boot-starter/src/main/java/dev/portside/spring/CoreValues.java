package dev.portside.spring;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Properties under the keys of the core. */
final class CoreValues {

    static final String STORAGE = "PORTSIDE_STORAGE";
    static final String DATABASE_URL = "DATABASE_URL";
    static final String CACHE = "PORTSIDE_CACHE";
    static final String REDIS_URL = "REDIS_URL";

    private static final String PREFIX = "PORTSIDE_";

    private CoreValues() {}

    /** Those that are set. */
    static Map<String, String> of(PortsideProperties properties) {
        Map<String, String> values = new HashMap<>();
        properties.settings().forEach((key, value) -> values.put(key(key), value));
        put(values, STORAGE, properties.storage());
        put(values, DATABASE_URL, properties.databaseUrl());
        put(values, CACHE, properties.cache());
        put(values, REDIS_URL, properties.redisUrl());
        return values;
    }

    /**
     * Returns the setting's name; one in capitals is unchanged. Others are {@code events-retention} and, since a variable of
     * the environment comes as that, {@code events.retention} and {@code portside.events.retention}.
     */
    private static String key(String written) {
        String capitals = written.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
        return capitals.equals(written) || capitals.startsWith(PREFIX) ? capitals : PREFIX + capitals;
    }

    private static void put(Map<String, String> values, String key, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            values.put(key, value);
        }
    }
}
