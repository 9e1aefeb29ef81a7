package dev.portside.http.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Contract of message framing: where one message ends and the next begins, however the bytes come. */
public interface HttpFramingContract extends HttpServerFixture {

    String JSON = "Content-Type: application/json";

    @Test
    default void a_hundred_pipelined_requests_are_answered_in_order() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                StringBuilder requests = new StringBuilder();
                for (int i = 0; i < 100; i++) {
                    requests.append("GET /header/number HTTP/1.1\r\nHost: a\r\nNumber: ")
                            .append(i)
                            .append("\r\n\r\n");
                }
                wire.text(requests.toString());
                for (int i = 0; i < 100; i++) {
                    assertEquals(Integer.toString(i), wire.answer().body());
                }
            }
        });
    }

    @Test
    default void a_request_may_arrive_byte_by_byte() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                String request = "POST /echo HTTP/1.1\r\nHost: a\r\n" + JSON + "\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
                for (byte one : (request + request).getBytes(StandardCharsets.US_ASCII)) {
                    wire.text(String.valueOf((char) one));
                }
                assertEquals("{\"a\":1}", wire.answer().body());
                assertEquals("{\"a\":1}", wire.answer().body());
            }
        });
    }

    @Test
    default void chunks_may_be_tiny_and_have_extensions_and_trailers() throws Exception {
        serving(port -> {
            if (gaps().contains(Gap.CHUNK_EXTENSIONS)) {
                for (String chunks : List.of("2;a=b\r\n{}\r\n0\r\n\r\n", "2\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n")) {
                    try (Wire wire = Wire.to(port)) {
                        wire.request("POST", "/echo", JSON, "Transfer-Encoding: chunked");
                        HttpServerFixture.assertProblem(
                                400, "incomplete_body", wire.text(chunks).answer());
                        assertTrue(wire.isClosedByServer());
                    }
                }
                return;
            }
            try (Wire wire = Wire.to(port)) {
                wire.request("POST", "/echo", JSON, "Transfer-Encoding: chunked");
                wire.text("1;name=value\r\n{\r\n").text("0001; a=\"b\"\r\n}\r\n");
                wire.text("0;last\r\nX-Trailer: 1\r\n").text("X-More: 2\r\n\r\n");
                assertEquals("{}", wire.answer().body());

                wire.request("POST", "/echo", JSON, "Transfer-Encoding: Chunked");
                for (char one : "[1,2,3]".toCharArray()) {
                    wire.text("1\r\n").text(one + "\r").text("\n");
                }
                wire.text("0\r\n\r\n");
                assertEquals("[1,2,3]", wire.answer().body());

                wire.request("POST", "/echo", JSON, "Transfer-Encoding: chunked");
                Wire.Answer blanks = wire.text("2 ;a\r\n[]\r\n0\r\n\r\n").answer();
                if (gaps().contains(Gap.CHUNK_BLANKS)) {
                    assertEquals(400, blanks.status());
                } else {
                    assertEquals("[]", blanks.body());
                    assertEquals(200, wire.request("GET", "/text").answer().status());
                }
            }
        });
    }

    @Test
    default void head_and_get_may_take_turns_on_one_connection() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                for (int i = 0; i < 5; i++) {
                    wire.request("HEAD", "/text").request("GET", "/text").request("HEAD", "/stream");
                    assertEquals(Optional.of("5"), wire.answerToHead().field("Content-Length"));
                    assertEquals("hello", wire.answer().body());
                    assertEquals(200, wire.answerToHead().status());
                }
            }
        });
    }

    @Test
    default void what_is_not_modified_has_no_body_and_keeps_the_connection() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                Wire.Answer answer =
                        wire.request("GET", "/tagged", "If-None-Match: \"1\"").answer();
                assertEquals(304, answer.status());
                assertEquals(Optional.of("\"1\""), answer.field("ETag"));
                assertEquals(Optional.empty(), answer.field("Content-Type"));
                assertEquals(Optional.empty(), answer.field("Transfer-Encoding"));
                assertEquals("hello", wire.request("GET", "/text").answer().body());
            }
        });
    }

    @Test
    default void a_body_that_is_refused_before_it_is_asked_for_leaves_the_connection_as_announced() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                wire.request("POST", "/echo", "Content-Type: text/plain", "Expect: 100-continue", "Content-Length: 2");
                Wire.Answer refusal = wire.answer();
                assertEquals(415, refusal.status());
                if (refusal.field("Connection").equals(Optional.of("close"))) {
                    assertTrue(wire.isClosedByServer());
                } else {
                    // The server cannot know whether the client sends the body all the same; here it does.
                    assertEquals(
                            200,
                            wire.text("{}").request("GET", "/text").answer().status());
                }
            }
        });
    }

    @Test
    default void a_client_of_http_1_0_is_answered_and_told_the_end_by_the_end_of_the_connection() throws Exception {
        if (gaps().contains(Gap.HTTP_1_0)) {
            assertVersionRefused();
            return;
        }
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                Wire.Answer answer = wire.lines("GET /text HTTP/1.0", "").answer();
                assertEquals(200, answer.status());
                assertEquals("hello", answer.body());
                assertTrue(wire.isClosedByServer());
            }
            try (Wire wire = Wire.to(port)) {
                Wire.Answer stream = wire.lines("GET /stream HTTP/1.0", "Connection: keep-alive", "")
                        .answer();
                assertEquals(Optional.empty(), stream.field("Transfer-Encoding"));
                assertEquals(ContractApi.STREAM_LINES, stream.body().lines().count());
            }
        });
    }

    @Test
    default void a_client_of_http_1_0_may_keep_its_connection() throws Exception {
        if (gaps().contains(Gap.HTTP_1_0)) {
            assertVersionRefused();
            return;
        }
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                for (int i = 0; i < 3; i++) {
                    Wire.Answer answer = wire.lines("GET /text HTTP/1.0", "Connection: keep-alive", "")
                            .answer();
                    assertEquals("hello", answer.body());
                    assertEquals(
                            Optional.of("keep-alive"),
                            answer.field("Connection").map(String::toLowerCase));
                }
            }
        });
    }

    @Test
    default void a_target_may_be_a_whole_uri() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                assertEquals(
                        "hello",
                        wire.lines("GET http://localhost/text?a=b HTTP/1.1", "Host: localhost", "")
                                .answer()
                                .body());
            }
        });
    }

    private void assertVersionRefused() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                HttpServerFixture.assertProblem(
                        505,
                        "version_not_supported",
                        wire.lines("GET /text HTTP/1.0", "Connection: keep-alive", "")
                                .answer());
                assertTrue(wire.isClosedByServer());
            }
        });
    }
}
