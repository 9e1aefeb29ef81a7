package dev.portside.bootstrap;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings for tests: a free port, and what the test says. */
final class TestSettings {

    private TestSettings() {}

    /** @param more keys and values in turn */
    static Settings of(String... more) {
        return Settings.read(map(more), Path.of("there-is-no-such-file"));
    }

    static Map<String, String> map(String... more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "PORTSIDE_PORT", "0",
                "PORTSIDE_LOG_LEVEL", "warn",
                "PORTSIDE_CORS_ORIGINS", "https://app.example.org"));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return values;
    }
}
