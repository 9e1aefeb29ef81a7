package dev.portside.bootstrap;

import dev.portside.application.Fault;
import dev.portside.core.Installed;
import dev.portside.core.InvalidSettings;
import dev.portside.http.pipeline.AccessLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** Command line of {@code portside}. */
@Command(
        name = "portside",
        description = "A backend core: users, analytics events and images behind an HTTP API.",
        versionProvider = Commands.Version.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Settings are read from the environment and from .env; `portside config` shows them.",
            "`portside train` makes the cache that later starts are quicker with; serve does so, too, when there is"
                    + " none.",
            "Exit codes: 0 done, 1 failed, 2 the command or the settings are wrong."
        })
final class Commands {

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private static final int FAILED = 1;
    private static final int WRONG = 2;

    private static final int MAX_SEED = 100_000_000;

    private Commands() {}

    /** Serving alone needs no parser, which would take a good part of the start. */
    static int run(String[] arguments) {
        Commands commands = new Commands();
        if (arguments.length == 0 || List.of(arguments).equals(List.of("serve"))) {
            try {
                return commands.serve();
            } catch (RuntimeException e) {
                return report(e);
            }
        }
        CommandLine line = new CommandLine(commands);
        line.setExecutionExceptionHandler((e, command, parsed) -> report(e));
        return line.execute(arguments);
    }

    @Command(description = "Starts the server; the default.", mixinStandardHelpOptions = true)
    int serve() {
        long started = System.nanoTime();
        Settings settings = settings();
        AccessLog accessLog = log(settings);
        LOG.info("Portside {} starts: {}", Version.current(), Summary.of(settings));
        Thread starting = Thread.currentThread();
        Signals signals = Signals.install(starting::interrupt);
        try (App app = App.start(settings, Clock.systemUTC(), accessLog)) {
            LOG.info(
                    "Ready on http://{}:{} after {} ms",
                    Summary.host(settings),
                    app.port(),
                    (System.nanoTime() - started) / 1_000_000);
            awaitEnd(signals);
            LOG.info(
                    "Stopping: answering what has arrived, for up to {} s",
                    settings.shutdownGrace().toSeconds());
        } catch (RuntimeException e) {
            if (!signals.received()) {
                throw e;
            }
            LOG.info("Shutdown requested during startup");
        }
        LOG.info("Stopped");
        return 0;
    }

    /** The signal interrupts this thread, which has nothing else to do by then; closing must not be interrupted. */
    private static void awaitEnd(Signals signals) {
        try {
            signals.await();
        } catch (InterruptedException e) {
            LOG.debug("Interrupted by the signal", e);
        }
        var unused = Thread.interrupted();
    }

    @Command(description = "Brings the database's schema up to date, and ends.", mixinStandardHelpOptions = true)
    int migrate() {
        Settings settings = settings();
        var unused = log(settings);
        return StorageCommands.migrate(settings);
    }

    @Command(
            description = "Fills the database with made-up data, to try things at size.",
            mixinStandardHelpOptions = true)
    int seed(
            @Option(
                            names = "--users",
                            defaultValue = "0",
                            paramLabel = "N",
                            description = "how many users to add, up to 100000000")
                    int users,
            @Option(
                            names = "--events",
                            defaultValue = "0",
                            paramLabel = "N",
                            description = "how many events of the past year to add, up to 100000000")
                    int events) {
        if (users < 0 || users > MAX_SEED || events < 0 || events > MAX_SEED || users + events == 0) {
            throw new InvalidSettings(List.of("--users and --events must be up to " + MAX_SEED
                    + ", and one of them at least 1, but were " + users + " and " + events));
        }
        Settings settings = settings();
        var unused = log(settings);
        return StorageCommands.seed(settings, users, events);
    }

    @Command(
            description =
                    "Copies everything of another Portside's database, of any version of PostgreSQL from 15 on, into"
                            + " this empty one; changes nothing there.",
            mixinStandardHelpOptions = true)
    int copy(
            @Option(
                            names = "--from",
                            paramLabel = "URL",
                            description = "address of the other database without a password:"
                                    + " postgres://user@host:port/database; one with a password belongs into"
                                    + " PORTSIDE_COPY_FROM, or a file that PORTSIDE_COPY_FROM_FILE names")
                    @Nullable
                    String from) {
        Settings settings = settings();
        var unused = log(settings);
        return StorageCommands.copy(settings, Optional.ofNullable(from));
    }

    @Command(
            description = "Shows the settings that hold, without secrets, and the adapters that they can choose from.",
            mixinStandardHelpOptions = true)
    int config() {
        Settings settings = settings();
        new TreeMap<>(settings.effective()).forEach((key, value) -> System.out.println(key + "=" + value));
        settings.dotEnv().ifPresent(file -> System.out.println("# settings read from " + file));
        Installed installed = settings.core().installed();
        print(Installed.lines("PORTSIDE_HTTP", settings.servers()));
        print(Installed.lines("PORTSIDE_STORAGE", installed.storages()));
        print(Installed.lines("PORTSIDE_CACHE", installed.caches()));
        print(Installed.lines("PORTSIDE_IMAGES", installed.images()));
        return 0;
    }

    private static void print(List<String> lines) {
        lines.forEach(line -> System.out.println("# " + line));
    }

    /** Logs the file of settings first, which the user may not know of. */
    private static AccessLog log(Settings settings) {
        AccessLog accessLog = Logging.configure(settings.log());
        settings.dotEnv().ifPresent(file -> LOG.info("Settings read from {}; the environment goes before it", file));
        return accessLog;
    }

    private static Settings settings() {
        return Settings.read(System.getenv(), Path.of(".env"));
    }

    /** Prints the message for the user; logs the stack trace only of a mistake in the program. */
    private static int report(Exception e) {
        if (e instanceof InvalidSettings) {
            System.err.println(e.getMessage());
            return WRONG;
        }
        boolean explained = e instanceof IllegalStateException
                || e instanceof UncheckedIOException
                || (e instanceof Fault fault && fault.category() != Fault.Category.INTERNAL);
        if (!explained) {
            LOG.error("This is a mistake in Portside; please report it", e);
        }
        Logging.flush();
        System.err.println("portside: " + e.getMessage());
        return FAILED;
    }

    /** The version of this build. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"Portside " + current() + " on Java " + Runtime.version()};
        }

        static String current() {
            try (InputStream in = Objects.requireNonNull(Commands.class.getResourceAsStream("version.properties"))) {
                Properties properties = new Properties();
                properties.load(in);
                return properties.getProperty("version", "unknown");
            } catch (IOException e) {
                return "unknown";
            }
        }
    }
}
