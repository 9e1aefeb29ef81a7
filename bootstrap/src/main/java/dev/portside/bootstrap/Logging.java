package dev.portside.bootstrap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.portside.http.pipeline.AccessLog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Sets Logback up from the settings: one stream, standard output, as text or as one JSON object a line. */
final class Logging {

    /** What these libraries find worth an info is not worth one here, and the same goes for each other level. */
    private static final List<String> TALKATIVE =
            List.of("org.eclipse.jetty", "org.flywaydb", "org.jooq", "dev.portside.persistence.shaded");

    /** Libraries that write into the log what a client has sent. */
    private static final Set<String> RAW = Set.of(
            "org.eclipse.jetty.http.HttpParser", "org.eclipse.jetty.util.HostPort", "org.eclipse.jetty.http.HttpURI");

    private static volatile @Nullable LogOutput opened;

    private Logging() {}

    /** Returns where requests leave their lines. */
    static AccessLog configure(Settings.Log log) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Level level = Level.valueOf(log.level());
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        flush();
        LogOutput output = LogOutput.to(new FileOutputStream(FileDescriptor.out));
        opened = output;
        LineFormat format = format(log);
        LineAppender appender = new LineAppender(format, output::write);
        appender.setContext(context);
        appender.start();
        root.addAppender(appender);
        if (!level.isGreaterOrEqual(Level.WARN)) {
            // Below info they log every command, with passwords and what clients sent.
            Level talkative = level.equals(Level.INFO) ? Level.WARN : Level.INFO;
            TALKATIVE.forEach(name -> context.getLogger(name).setLevel(talkative));
        }
        // They repeat themselves twelve times a second while Redis is unavailable; ours is one line with the cause.
        Level network = level.isGreaterOrEqual(Level.INFO) ? Level.OFF : Level.INFO;
        List.of("org.redisson", "io.netty")
                .forEach(name -> context.getLogger(name).setLevel(network));
        // It writes a stack trace for each connection that a restart of the database breaks; ours is one line.
        context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
        // Its message of a failed start is repeated, better, by the caller.
        context.getLogger("io.javalin").setLevel(Level.OFF);
        // They write what a client has sent, as it came and of any length; what was wrong with it is in its answer.
        RAW.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        return new AccessLines(output, format);
    }

    /** Writes what is still waiting; nothing is logged after this. */
    static void flush() {
        LogOutput output = opened;
        if (output != null) {
            output.close();
        }
    }

    private static LineFormat format(Settings.Log log) {
        return log.json() ? new EcsLines(Commands.Version.current()) : new TextLines(ZoneId.systemDefault());
    }

    /** Needs no lock: formats may be used by many threads, and so may the output. */
    static final class LineAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private final LineFormat format;
        private final Consumer<byte[]> output;

        LineAppender(LineFormat format, Consumer<byte[]> output) {
            this.format = format;
            this.output = output;
        }

        @Override
        protected void append(ILoggingEvent event) {
            StringBuilder line = new StringBuilder(512);
            format.event(line, event);
            output.accept(line.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
