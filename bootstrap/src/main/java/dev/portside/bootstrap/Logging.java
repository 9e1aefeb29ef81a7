package dev.portside.bootstrap;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Sets Logback up from the settings: one stream, standard output, as text or as one JSON object a line. */
final class Logging {

    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %-18.18logger{0} %msg %kvp{NONE} %mdc%n%ex";

    /** A few seconds of requests at full load; beyond it, writers wait: a line is never lost. */
    private static final int QUEUE = 8_192;

    /** What libraries find worth an info is not worth one here. */
    private static final List<String> TALKATIVE =
            List.of("org.eclipse.jetty", "org.flywaydb", "org.redisson", "io.netty", "org.jooq");

    private Logging() {}

    static void configure(Settings.Log log) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Level level = Level.valueOf(log.level());
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(appender(context, log.json() ? json(context) : text(context)));
        if (level.equals(Level.INFO)) {
            TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        }
        // It writes a stack trace for each connection that a restart of the database breaks; ours is one line.
        context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
        // What it says of a failed start is said again, better, by whoever started it.
        context.getLogger("io.javalin").setLevel(Level.OFF);
    }

    /** Writes what is still queued. */
    static void flush() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static AsyncAppender appender(LoggerContext context, Encoder<ILoggingEvent> encoder) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.setQueueSize(QUEUE);
        async.setDiscardingThreshold(0);
        // At the end it waits until everything is written, however long that takes.
        async.setMaxFlushTime(0);
        async.addAppender(console);
        async.start();
        return async;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
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
