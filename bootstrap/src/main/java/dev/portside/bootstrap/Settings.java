package dev.portside.bootstrap;

import dev.portside.cache.CacheSettings;
import dev.portside.http.ApiSettings;
import dev.portside.http.ServerSettings;
import dev.portside.imaging.ImagingSettings;
import dev.portside.persistence.PostgresSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be set, read once at the start. What follows from it is decided here, before anything is built.
 *
 * @param coalescing whether reads that happen at the same time are answered together; memory does without
 * @param eventsRetention after which events are removed, a whole month at a time; empty to keep them
 * @param images how pictures are resized
 * @param cache empty for none
 * @param startTimeout how long a database that is not there yet is waited for
 * @param shutdownDelay how long requests are still taken after readiness has gone
 * @param shutdownGrace how long what has begun may take to end
 * @param effective every key with its value as text, secrets replaced, for {@code portside config}
 */
public record Settings(
        Storage storage,
        boolean coalescing,
        Optional<Duration> eventsRetention,
        Images images,
        Optional<CacheSettings> cache,
        Http http,
        ServerSettings server,
        ApiSettings api,
        Log log,
        Duration startTimeout,
        Duration shutdownDelay,
        Duration shutdownGrace,
        Map<String, String> effective) {

    /** What the API is served by. */
    public enum Http {
        JAVALIN,
        HELIDON
    }

    /** Where users are kept. */
    public sealed interface Storage {

        /** In this process, gone when it ends. */
        record Memory() implements Storage {}

        /** In a PostgreSQL that this process starts and stops. */
        record Embedded(Path dataDirectory, Pool pool) implements Storage {}

        /** In a PostgreSQL that is there. */
        record External(PostgresSettings settings) implements Storage {}
    }

    /** How a database is used. */
    public record Pool(int max, int min, Duration acquireTimeout, Duration statementTimeout) {}

    /**
     * How pictures are resized.
     *
     * @param maxBody bytes of a picture
     * @param threads that work on pictures at the same time; 0 for as many as suit the engine
     * @param queue pictures that wait for a thread; more are refused with 429
     * @param deadline for one picture, its waiting included
     */
    public record Images(ImagingSettings engine, int maxBody, int threads, int queue, Duration deadline) {}

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
