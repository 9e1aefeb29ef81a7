package dev.portside.bootstrap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import dev.portside.http.AccessLog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Sets Logback up from the settings: one stream, standard output, as text or as one JSON object a line. */
final class Logging {

    static final String TIME_PATTERN = "HH:mm:ss.SSS";

    private static final String PATTERN =
            "%d{" + TIME_PATTERN + "} %-5level %-18.18logger{0} %msg %kvp{NONE} %mdc%n%ex";

    /** What libraries find worth an info is not worth one here. */
    private static final List<String> TALKATIVE =
            List.of("org.eclipse.jetty", "org.flywaydb", "org.redisson", "io.netty", "org.jooq");

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
        root.addAppender(appender(context, log.json() ? json(context) : text(context), output));
        if (level.equals(Level.INFO)) {
            TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        }
        // It writes a stack trace for each connection that a restart of the database breaks; ours is one line.
        context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
        // What it says of a failed start is said again, better, by whoever started it.
        context.getLogger("io.javalin").setLevel(Level.OFF);
        return new AccessLines(output, log.json());
    }

    /** Writes what is still waiting; nothing is logged after this. */
    static void flush() {
        LogOutput output = opened;
        if (output != null) {
            output.close();
        }
    }

    private static BatchAppender appender(LoggerContext context, Encoder<ILoggingEvent> encoder, LogOutput output) {
        BatchAppender appender = new BatchAppender(encoder, output);
        appender.setContext(context);
        appender.start();
        return appender;
    }

    /** Needs no lock: encoders may be used by many threads, and so may the output. */
    private static final class BatchAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private final Encoder<ILoggingEvent> encoder;
        private final LogOutput output;

        BatchAppender(Encoder<ILoggingEvent> encoder, LogOutput output) {
            this.encoder = encoder;
            this.output = output;
        }

        @Override
        protected void append(ILoggingEvent event) {
            output.write(encoder.encode(event));
        }
    }

    static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.start();
        return encoder;
    }
}
