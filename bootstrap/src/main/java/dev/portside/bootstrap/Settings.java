package dev.portside.bootstrap;

import dev.portside.application.adapter.SettingValues;
import dev.portside.application.cache.CacheAdapter;
import dev.portside.application.storage.StorageAdapter;
import dev.portside.http.ApiSettings;
import dev.portside.http.HttpServerAdapter;
import dev.portside.http.ServerSettings;
import dev.portside.imaging.ImagingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything that can be set, read once at the start. What follows from it is decided here, before anything is built.
 *
 * @param storage where everything is kept
 * @param coalescing whether reads that happen at the same time are answered together; memory does without
 * @param eventsRetention after which events are removed, a whole month at a time; empty to keep them
 * @param images how pictures are resized
 * @param cache empty for none
 * @param startTimeout how long a database that is not there yet is waited for
 * @param shutdownDelay how long requests are still taken after readiness has gone
 * @param shutdownGrace how long what has begun may take to end
 * @param http what the API is served by
 * @param values of the settings that adapters have for themselves
 * @param effective every key with its value as text, secrets replaced, for {@code portside config}
 */
public record Settings(
        StorageAdapter storage,
        boolean coalescing,
        Optional<Duration> eventsRetention,
        Images images,
        Optional<CacheAdapter> cache,
        HttpServerAdapter http,
        ServerSettings server,
        ApiSettings api,
        Log log,
        Duration startTimeout,
        Duration shutdownDelay,
        Duration shutdownGrace,
        SettingValues values,
        Map<String, String> effective) {

    /**
     * How pictures are resized.
     *
     * @param maxBody bytes of a picture
     * @param threads that work on pictures at the same time; empty for as many as suit the engine
     * @param queue pictures that wait for a thread; more are refused with 429
     * @param deadline for one picture, its waiting included
     */
    public record Images(ImagingSettings engine, int maxBody, OptionalInt threads, int queue, Duration deadline) {}

    /** What is logged, and how. */
    public record Log(String level, boolean json) {}

    /** The settings cannot be used; each line of the message is one problem. */
    public static final class Invalid extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Invalid(List<String> problems) {
            super(String.join(System.lineSeparator(), problems));
        }
    }

    /**
     * Reads the settings: the environment over the file over the defaults.
     *
     * @param dotEnv lines of {@code KEY=value}; need not exist
     * @throws Invalid when anything is wrong, with all that is wrong
     */
    public static Settings read(Map<String, String> environment, Path dotEnv) {
        return new SettingsParser(environment, dotEnv).parse();
    }
}
