package dev.portside.bootstrap;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.util.CachingDateFormatter;
import dev.portside.http.pipeline.AccessLog;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Lines for machines: one flat JSON object each, its members named as the Elastic Common Schema has them, what it has no name for
 * as {@code labels.…}. All are strings but numbers that are known to be ones. Any JSON reader takes them.
 */
final class EcsLines implements LineFormat {

    private static final String ECS_VERSION = "8.11.0";

    /** What Portside calls them in code and in lines of text. */
    private static final Map<String, String> NAMES = Map.of("request_id", "http.request.id", "trace_id", "trace.id");

    private final CachingDateFormatter time = new CachingDateFormatter("yyyy-MM-dd'T'HH:mm:ss.SSSX", ZoneOffset.UTC);
    private final String service;

    /** @param version of the program that logs */
    EcsLines(String version) {
        StringBuilder members = new StringBuilder();
        member(members, "ecs.version", ECS_VERSION, MAX_VALUE);
        member(members, "service.name", "portside", MAX_VALUE);
        member(members, "service.version", version, MAX_VALUE);
        this.service = members.toString();
    }

    @Override
    public void event(StringBuilder line, ILoggingEvent event) {
        start(line, event.getTimeStamp(), event.getLevel().toString(), event.getLoggerName());
        member(line, "message", String.valueOf(event.getFormattedMessage()), MAX_MESSAGE);
        member(line, "process.thread.name", event.getThreadName(), MAX_VALUE);
        more(event).forEach((key, value) -> member(line, key, value, MAX_VALUE));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            member(line, "error.type", thrown.getClassName(), MAX_VALUE);
            member(line, "error.message", thrown.getMessage(), MAX_MESSAGE);
            StringBuilder trace = new StringBuilder();
            StackTraces.append(trace, thrown, MAX_STACK_TRACE);
            member(line, "error.stack_trace", trace.toString(), 2 * MAX_STACK_TRACE);
        }
        line.append("}\n");
    }

    @Override
    public void served(StringBuilder line, long now, AccessLog.Served request) {
        start(line, now, "INFO", AccessLog.LOGGER);
        member(line, "message", "request", MAX_MESSAGE);
        member(line, "http.request.method", request.method(), MAX_VALUE);
        member(line, "http.route", request.route(), MAX_VALUE);
        line.append(",\"http.response.status_code\":").append(request.status());
        line.append(",\"http.response.body.bytes\":").append(request.bytes());
        // Nanoseconds, as ECS wants them.
        line.append(",\"event.duration\":").append(request.micros()).append("000");
        member(line, "trace.id", request.traceId(), MAX_VALUE);
        member(line, "http.request.id", request.requestId(), MAX_VALUE);
        line.append("}\n");
    }

    private void start(StringBuilder line, long at, String level, String logger) {
        line.append("{\"@timestamp\":\"").append(time.format(at)).append('"');
        member(line, "log.level", level, MAX_VALUE);
        member(line, "log.logger", logger, MAX_VALUE);
        line.append(service);
    }

    /** Each name once, though an event may have two values for it; then the one that is nearer to the message counts. */
    private static Map<String, String> more(ILoggingEvent event) {
        Map<String, String> more = new LinkedHashMap<>();
        event.getMDCPropertyMap().forEach((key, value) -> more.put(name(key), value));
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                more.put(name(pair.key), String.valueOf(pair.value));
            }
        }
        return more;
    }

    private static String name(String key) {
        return NAMES.getOrDefault(key, "labels." + key);
    }

    /** Nothing for what has no value: an empty string would be one. */
    private static void member(StringBuilder line, String name, @Nullable String value, int limit) {
        if (value != null && !value.isEmpty()) {
            line.append(",\"");
            LineFormat.escaped(line, name, MAX_VALUE, '"');
            line.append("\":\"");
            LineFormat.escaped(line, value, limit, '"');
            line.append('"');
        }
    }
}
