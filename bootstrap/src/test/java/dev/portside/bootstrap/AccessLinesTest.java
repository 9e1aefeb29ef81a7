package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import dev.portside.http.AccessLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccessLinesTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(AccessLog.LOGGER);
    private static final LoggerContext CONTEXT = LOGGER.getLoggerContext();

    private static final AccessLog.Served SERVED = new AccessLog.Served(
            "GET",
            "/api/v1/users/{id}",
            200,
            1234,
            5_067,
            "a \"quoted\\\" \u0001 id",
            "0af7651916cd43dd8448eb211c80319c");

    @BeforeEach
    void enable() {
        LOGGER.setLevel(Level.INFO);
    }

    @AfterEach
    void reset() {
        LOGGER.setLevel(null);
    }

    @Test
    void a_line_of_text_looks_like_all_others() {
        assertEquals(withoutTime(encoded(Logging.text(CONTEXT))), withoutTime(line(false, SERVED)));
    }

    /** The same request as Logback writes it, for those who embed the API. */
    private static String encoded(Encoder<ILoggingEvent> encoder) {
        StringBuilder lines = new StringBuilder();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.append(new String(encoder.encode(event), StandardCharsets.UTF_8));
            }
        };
        appender.setContext(CONTEXT);
        appender.start();
        LOGGER.addAppender(appender);
        // As the API does for the whole of a request.
        MDC.put("request_id", SERVED.requestId());
        try {
            AccessLog.SLF4J.served(SERVED);
        } finally {
            MDC.remove("request_id");
            LOGGER.detachAppender(appender);
        }
        return lines.toString();
    }

    private static String withoutTime(String line) {
        return line.replaceAll("^\\d\\d:\\d\\d:\\d\\d\\.\\d{3}", "");
    }

    @Test
    void a_line_of_json_is_json_whatever_a_client_sends() {
        JsonNode line = JsonMapper.shared().readTree(line(true, SERVED));

        assertEquals("dev.portside.access", line.get("loggerName").stringValue());
        assertEquals(SERVED.requestId(), line.get("mdc").get("request_id").stringValue());
        assertEquals(5.067, line.get("kvpList").get(4).get("ms").doubleValue());
        assertEquals("GET", line.get("kvpList").get(0).get("method").stringValue());
    }

    @Test
    void there_are_no_lines_when_only_warnings_are_wanted() {
        LOGGER.setLevel(Level.WARN);

        assertEquals("", line(false, SERVED));
    }

    private static String line(boolean json, AccessLog.Served served) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (LogOutput output = LogOutput.to(stream)) {
            new AccessLines(output, json).served(served);
        }
        return stream.toString(StandardCharsets.UTF_8);
    }
}
