package dev.portside.bootstrap;

import dev.portside.application.adapter.Adapters;
import dev.portside.core.CoreSettings;
import dev.portside.core.InvalidSettings;
import dev.portside.http.pipeline.ApiSettings;
import dev.portside.http.server.HttpServerAdapter;
import dev.portside.http.server.ServerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be set, read once at the start. What follows from it is decided here, before anything is built.
 *
 * @param core what is served
 * @param http what the API is served by
 * @param servers all that it could be
 * @param shutdownDelay how long requests are still taken after readiness has gone
 * @param shutdownGrace how long what has begun may take to end
 * @param dotEnv the file that settings were read from, beside the environment; empty when there was none
 * @param effective every key with its value as text, secrets replaced, for {@code portside config}
 */
public record Settings(
        CoreSettings core,
        HttpServerAdapter http,
        Adapters<HttpServerAdapter> servers,
        ServerSettings server,
        ApiSettings api,
        Log log,
        Duration shutdownDelay,
        Duration shutdownGrace,
        Optional<Path> dotEnv,
        Map<String, String> effective) {

    /** What is logged, and how. */
    public record Log(String level, boolean json) {}

    /**
     * Reads the settings: the environment over the file over the defaults.
     *
     * @param dotEnv lines of {@code KEY=value}; need not exist
     * @throws InvalidSettings when anything is wrong, with all that is wrong
     */
    public static Settings read(Map<String, String> environment, Path dotEnv) {
        return new SettingsParser(environment, dotEnv).parse();
    }
}
