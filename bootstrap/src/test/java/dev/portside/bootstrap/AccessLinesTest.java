package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.portside.http.pipeline.AccessLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccessLinesTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(AccessLog.LOGGER);
    private static final LoggerContext CONTEXT = LOGGER.getLoggerContext();

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final AccessLog.Served SERVED = served("an-id");

    @BeforeEach
    void enable() {
        LOGGER.setLevel(Level.INFO);
    }

    @AfterEach
    void reset() {
        LOGGER.setLevel(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"an-id", "an \"id\" = \\ \n two"})
    void a_line_of_text_looks_like_all_others(String id) {
        TextLines format = new TextLines(ZoneId.of("Asia/Kolkata"));

        assertEquals(withoutTime(encoded(format, served(id))), withoutTime(line(format, served(id))));
    }

    @Test
    void a_line_of_text_tells_its_time_with_date_and_offset() {
        for (String zone : List.of("Asia/Kolkata", "America/New_York", "UTC")) {
            String line = line(new TextLines(ZoneId.of(zone)), SERVED);
            OffsetDateTime time = OffsetDateTime.parse(line.substring(0, line.indexOf(' ')));

            assertEquals(ZoneId.of(zone).getRules().getOffset(time.toInstant()), time.getOffset(), line);
            assertTrue(time.toInstant().isAfter(Instant.EPOCH.plusSeconds(1_000_000_000)), line);
        }
    }

    @Test
    void a_line_of_json_has_the_names_of_the_elastic_common_schema() {
        JsonNode line = STRICT.readTree(line(new EcsLines("1.2"), SERVED));

        assertTrue(line.get("@timestamp").stringValue().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
        assertEquals("INFO", line.get("log.level").stringValue());
        assertEquals("dev.portside.access", line.get("log.logger").stringValue());
        assertEquals("request", line.get("message").stringValue());
        assertEquals("portside", line.get("service.name").stringValue());
        assertEquals("1.2", line.get("service.version").stringValue());
        assertEquals("8.11.0", line.get("ecs.version").stringValue());
        assertEquals("GET", line.get("http.request.method").stringValue());
        assertEquals("/api/v1/users/{id}", line.get("http.route").stringValue());
        assertEquals(200, line.get("http.response.status_code").intValue());
        assertEquals(1234, line.get("http.response.body.bytes").intValue());
        assertEquals(5_067_000, line.get("event.duration").longValue());
        assertEquals(SERVED.traceId(), line.get("trace.id").stringValue());
        assertEquals(SERVED.requestId(), line.get("http.request.id").stringValue());
        assertTrue(
                line.properties().stream().noneMatch(member -> member.getValue().isContainer()), "flat");
    }

    @Test
    void an_event_is_such_a_line_too() {
        String json = encoded(new EcsLines("1.2"), () -> {
            MDC.put("request_id", "r1");
            LOGGER.atWarn()
                    .setCause(new IllegalStateException("outer", new IllegalArgumentException("inner\nforged")))
                    .addKeyValue("attempt", 3)
                    .addKeyValue("attempt", 4)
                    .log("failed {}", "twice");
            MDC.remove("request_id");
        });
        JsonNode line = STRICT.readTree(json);

        assertEquals("failed twice", line.get("message").stringValue());
        assertEquals("WARN", line.get("log.level").stringValue());
        assertEquals("r1", line.get("http.request.id").stringValue());
        assertEquals("4", line.get("labels.attempt").stringValue());
        assertEquals(
                Thread.currentThread().getName(),
                line.get("process.thread.name").stringValue());
        assertEquals("java.lang.IllegalStateException", line.get("error.type").stringValue());
        assertEquals("outer", line.get("error.message").stringValue());
        List<String> trace = line.get("error.stack_trace").stringValue().lines().toList();
        assertEquals("java.lang.IllegalStateException: outer", trace.getFirst());
        assertTrue(
                trace.contains("Caused by: java.lang.IllegalArgumentException: inner\\u000aforged"), trace::toString);
        assertTrue(trace.stream().anyMatch(frame -> frame.startsWith("\tat " + AccessLinesTest.class.getName())));
    }

    /** Every character there is, and those that are none. */
    @Test
    void whatever_a_client_sends_a_line_is_one_line_and_json_is_json() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            all.append((char) c);
        }
        for (int from = 0; from < all.length(); from += 1_000) {
            String part = all.substring(from, Math.min(all.length(), from + 1_000));
            String json = line(new EcsLines("1"), served(part));
            assertOneLine(json);
            String read = STRICT.readTree(json).get("http.request.id").stringValue();
            for (int i = 0; i < part.length(); i++) {
                assertEquals(part.charAt(i), read.charAt(i), "U+%04X".formatted(from + i));
            }
            assertOneLine(line(new TextLines(ZoneId.of("UTC")), served(part)));
            assertOneLine(encoded(new TextLines(ZoneId.of("UTC")), () -> LOGGER.info(part)));
            assertOneLine(encoded(new EcsLines("1"), () -> LOGGER.info(part)));
        }
        String smile = "\ud83d\ude00";
        assertEquals(
                smile,
                STRICT.readTree(line(new EcsLines("1"), served(smile)))
                        .get("http.request.id")
                        .stringValue());
    }

    /** As readers of lines see it that know of Unicode, such as Python's. */
    private static void assertOneLine(String line) {
        assertEquals(line.length() - 1, line.indexOf('\n'));
        assertFalse(
                line.substring(0, line.length() - 1).matches("(?s).*[\\p{Cc}\\x{2028}\\x{2029}\\x{202e}\\x{2066}].*"),
                line);
    }

    @Test
    void a_line_has_a_bounded_length() {
        String endless = "\u0001".repeat(1_000_000);
        RuntimeException deep = new RuntimeException(endless);
        for (int i = 0; i < 1_000; i++) {
            RuntimeException next = new RuntimeException(endless, deep);
            next.addSuppressed(new RuntimeException(endless));
            deep = next;
        }
        RuntimeException thrown = deep;
        for (LineFormat format : List.of(new EcsLines("1"), new TextLines(ZoneId.of("UTC")))) {
            String request = line(format, served(endless));
            assertTrue(request.length() < 7_000 && request.contains("... (998976 more)"), request);
            String event = encoded(format, () -> LOGGER.error(endless, thrown));
            assertTrue(event.length() < 700_000, () -> event.length() + " characters");
        }
    }

    @Test
    void a_value_cannot_pass_for_another_one() {
        String line = line(new TextLines(ZoneId.of("UTC")), served("x status=500"));

        assertTrue(line.endsWith(" request_id=\"x status=500\"\n"), line);
    }

    @Test
    void there_are_no_lines_when_only_warnings_are_wanted() {
        LOGGER.setLevel(Level.WARN);

        assertEquals("", line(new TextLines(ZoneId.of("UTC")), SERVED));
    }

    private static AccessLog.Served served(String requestId) {
        return new AccessLog.Served(
                "GET", "/api/v1/users/{id}", 200, 1234, 5_067, requestId, "0af7651916cd43dd8448eb211c80319c");
    }

    /** The same request as Logback's way gives it, for those who embed the API. */
    private static String encoded(LineFormat format, AccessLog.Served served) {
        return encoded(format, () -> {
            // As the API does for the whole of a request.
            MDC.put("request_id", served.requestId());
            try {
                AccessLog.SLF4J.served(served);
            } finally {
                MDC.remove("request_id");
            }
        });
    }

    private static String encoded(LineFormat format, Runnable logging) {
        Set<String> lines = new LinkedHashSet<>();
        Logging.LineAppender appender =
                new Logging.LineAppender(format, line -> lines.add(new String(line, StandardCharsets.UTF_8)));
        appender.setContext(CONTEXT);
        appender.start();
        LOGGER.addAppender(appender);
        boolean additive = LOGGER.isAdditive();
        LOGGER.setAdditive(false);
        try {
            logging.run();
        } finally {
            LOGGER.setAdditive(additive);
            LOGGER.detachAppender(appender);
        }
        return String.join("", lines);
    }

    private static String withoutTime(String line) {
        return line.substring(line.indexOf(' '));
    }

    private static String line(LineFormat format, AccessLog.Served served) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (LogOutput output = LogOutput.to(stream)) {
            new AccessLines(output, format).served(served);
        }
        return stream.toString(StandardCharsets.UTF_8);
    }
}
