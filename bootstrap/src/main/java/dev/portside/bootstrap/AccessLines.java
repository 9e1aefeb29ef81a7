package dev.portside.bootstrap;

import ch.qos.logback.core.util.CachingDateFormatter;
import dev.portside.http.AccessLog;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log's lines, in the form that all others have, written past the logging library: through it, a line cost a
 * quarter of what a small answer does.
 */
final class AccessLines implements AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private final LogOutput output;
    private final boolean json;
    private final CachingDateFormatter time = new CachingDateFormatter(Logging.TIME_PATTERN);

    AccessLines(LogOutput output, boolean json) {
        this.output = output;
        this.json = json;
    }

    @Override
    public void served(Served request) {
        if (LOG.isInfoEnabled()) {
            StringBuilder line = new StringBuilder(256);
            long now = System.currentTimeMillis();
            if (json) {
                json(line, now, request);
            } else {
                text(line, now, request);
            }
            output.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void text(StringBuilder line, long now, Served request) {
        line.append(time.format(now))
                .append(" INFO  access             request method=")
                .append(request.method())
                .append(" route=")
                .append(request.route())
                .append(" status=")
                .append(request.status())
                .append(" bytes=")
                .append(request.bytes())
                .append(" ms=");
        milliseconds(line, request.micros());
        line.append(" trace_id=")
                .append(request.traceId())
                .append(" request_id=")
                .append(request.requestId());
    }

    private static void json(StringBuilder line, long now, Served request) {
        line.append("{\"timestamp\":").append(now).append(",\"level\":\"INFO\",\"loggerName\":\"" + LOGGER + "\",");
        line.append("\"mdc\":{\"request_id\":");
        string(line, request.requestId());
        line.append("},\"kvpList\":[{\"method\":");
        string(line, request.method());
        line.append("},{\"route\":");
        string(line, request.route());
        line.append("},{\"status\":").append(request.status());
        line.append("},{\"bytes\":").append(request.bytes()).append("},{\"ms\":");
        milliseconds(line, request.micros());
        line.append("},{\"trace_id\":\"").append(request.traceId()).append("\"}],\"formattedMessage\":\"request\"}");
    }

    private static void milliseconds(StringBuilder line, long micros) {
        long fraction = micros % 1_000;
        line.append(micros / 1_000)
                .append('.')
                .append((char) ('0' + fraction / 100))
                .append((char) ('0' + fraction / 10 % 10))
                .append((char) ('0' + fraction % 10));
    }

    /** A JSON string (RFC 8259 §7). */
    private static void string(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' ') {
                line.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 0xf, 16));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
