package dev.portside.bootstrap;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.util.CachingDateFormatter;
import dev.portside.http.pipeline.AccessLog;
import java.time.ZoneId;
import org.slf4j.event.KeyValuePair;

/** Lines for people: time with its offset, level, logger, message, and {@code key=value} for what goes with it. */
final class TextLines implements LineFormat {

    private static final String TIME = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";
    private static final int LEVEL_WIDTH = 5;
    private static final int LOGGER_WIDTH = 18;

    private final CachingDateFormatter time;

    TextLines(ZoneId zone) {
        this.time = new CachingDateFormatter(TIME, zone);
    }

    @Override
    public void event(StringBuilder line, ILoggingEvent event) {
        start(line, event.getTimeStamp(), event.getLevel().toString(), event.getLoggerName());
        LineFormat.escaped(line, String.valueOf(event.getFormattedMessage()), MAX_MESSAGE, (char) 0);
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                value(line, pair.key, String.valueOf(pair.value));
            }
        }
        event.getMDCPropertyMap().forEach((key, value) -> value(line, key, value));
        line.append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            StackTraces.append(line, thrown, MAX_STACK_TRACE);
        }
    }

    @Override
    public void served(StringBuilder line, long now, AccessLog.Served request) {
        start(line, now, "INFO", AccessLog.LOGGER);
        line.append("request");
        value(line, "method", request.method());
        value(line, "route", request.route());
        line.append(" status=").append(request.status()).append(" bytes=").append(request.bytes());
        line.append(" ms=");
        LineFormat.milliseconds(line, request.micros());
        value(line, "trace_id", request.traceId());
        value(line, "request_id", request.requestId());
        line.append('\n');
    }

    private void start(StringBuilder line, long at, String level, String logger) {
        line.append(time.format(at)).append(' ').append(level);
        line.repeat(' ', Math.max(1, LEVEL_WIDTH + 1 - level.length()));
        String name = logger.substring(logger.lastIndexOf('.') + 1);
        line.append(name, Math.max(0, name.length() - LOGGER_WIDTH), name.length());
        line.repeat(' ', Math.max(0, LOGGER_WIDTH - name.length())).append(' ');
    }

    /** In quotes where it would else look like more than one. */
    private static void value(StringBuilder line, String key, String value) {
        line.append(' ');
        LineFormat.escaped(line, key, MAX_VALUE, (char) 0);
        line.append('=');
        if (value.isEmpty() || value.indexOf(' ') >= 0 || value.indexOf('=') >= 0 || value.indexOf('"') >= 0) {
            line.append('"');
            LineFormat.escaped(line, value, MAX_VALUE, '"');
            line.append('"');
        } else {
            LineFormat.escaped(line, value, MAX_VALUE, (char) 0);
        }
    }
}
