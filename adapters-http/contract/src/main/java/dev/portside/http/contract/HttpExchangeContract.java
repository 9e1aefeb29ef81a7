package dev.portside.http.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Contract of a server for well-formed requests. */
public interface HttpExchangeContract extends HttpServerFixture {

    @Test
    default void one_connection_serves_many_requests() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                for (int i = 0; i < 10; i++) {
                    Wire.Answer answer = wire.request("GET", "/text").answer();
                    assertEquals(200, answer.status());
                    assertEquals("hello", answer.body());
                    assertEquals(Optional.of("5"), answer.field("Content-Length"));
                }
            }
        });
    }

    @Test
    default void a_connection_is_closed_when_the_client_asks_for_it() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                assertEquals(
                        200,
                        wire.request("GET", "/text", "Connection: close")
                                .answer()
                                .status());
                assertTrue(wire.isClosedByServer());
            }
        });
    }

    @Test
    default void pipelined_requests_are_answered_in_order() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                wire.text("GET /text HTTP/1.1\r\nHost: a\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n"
                        + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                        + "GET /text HTTP/1.1\r\nHost: a\r\n\r\n");
                List<Integer> statuses = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    statuses.add(wire.answer().status());
                }
                assertEquals(List.of(200, 404, 200, 200), statuses);
            }
        });
    }

    @Test
    default void a_body_may_come_in_chunks() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                wire.request("POST", "/echo", "Content-Type: application/json", "Transfer-Encoding: chunked");
                wire.text("3\r\n{\"a\r\n").text("4\r\n\":1}\r\n0\r\n\r\n");
                Wire.Answer answer = wire.answer();
                assertEquals("{\"a\":1}", answer.body());
                assertEquals(200, wire.request("GET", "/text").answer().status());
            }
        });
    }

    @Test
    default void a_client_that_waits_for_100_continue_gets_it_or_the_refusal() throws Exception {
        serving(port -> {
            String[] fields = {"Content-Type: application/json", "Expect: 100-continue"};
            try (Wire wire = Wire.to(port)) {
                wire.request("POST", "/echo", fields[0], fields[1], "Content-Length: 2");
                assertEquals(100, wire.answer().status());
                assertEquals("{}", wire.text("{}").answer().body());
            }
            try (Wire wire = Wire.to(port)) {
                wire.request("POST", "/echo", fields[0], fields[1], "Content-Length: 5000000");
                assertEquals(413, wire.answer().status());
            }
            try (Wire wire = Wire.to(port)) {
                wire.request("POST", "/echo", "Content-Type: text/plain", fields[1], "Content-Length: 2");
                assertEquals(415, wire.answer().status());
            }
        });
    }

    @Test
    default void head_is_answered_like_get_without_the_body() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                Wire.Answer head = wire.request("HEAD", "/text").answerToHead();
                assertEquals(200, head.status());
                assertEquals(Optional.of("5"), head.field("Content-Length"));
                Wire.Answer stream = wire.request("HEAD", "/stream").answerToHead();
                assertEquals(200, stream.status());
                assertEquals(Optional.empty(), stream.field("Content-Length"));
                assertEquals(
                        404, wire.request("HEAD", "/nowhere").answerToHead().status());
                assertEquals("hello", wire.request("GET", "/text").answer().body());
            }
        });
    }

    @Test
    default void an_answer_without_content_has_no_content_type() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                Wire.Answer answer = wire.request("GET", "/empty").answer();
                assertEquals(204, answer.status());
                assertEquals(Optional.empty(), answer.field("Content-Type"));
                assertEquals(Optional.empty(), answer.field("Transfer-Encoding"));
                assertEquals(200, wire.request("GET", "/text").answer().status());
            }
        });
    }

    @Test
    default void every_answer_has_a_request_id_and_tells_nothing_of_the_server() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                for (String target : List.of("/text", "/nowhere", "/health")) {
                    Wire.Answer answer =
                            wire.request("GET", target, "X-Request-Id: my-id").answer();
                    assertEquals(Optional.of("my-id"), answer.field("X-Request-Id"));
                    assertEquals(Optional.empty(), answer.field("Server"));
                    assertEquals(Optional.empty(), answer.field("X-Powered-By"));
                }
                assertTrue(wire.request("GET", "/text")
                        .answer()
                        .field("X-Request-Id")
                        .isPresent());
            }
        });
    }

    @Test
    default void a_stream_arrives_whole_and_a_broken_one_looks_broken() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                Wire.Answer answer = wire.request("GET", "/stream").answer();
                assertEquals(ContractApi.STREAM_LINES, answer.body().lines().count());
                assertEquals(200, wire.request("GET", "/text").answer().status());
            }
            for (String broken : List.of("/broken-stream", "/stream-that-never-begins")) {
                try (Wire wire = Wire.to(port)) {
                    wire.request("GET", broken);
                    assertThrows(IOException.class, wire::answer, broken);
                }
            }
        });
    }

    @Test
    default void a_client_that_leaves_in_the_middle_harms_nobody() throws Exception {
        serving(port -> {
            for (int i = 0; i < 20; i++) {
                Wire.to(port).request("GET", "/stream").close();
                Wire.to(port).text("GET /te").close();
                Wire.to(port).request("POST", "/echo", "Content-Length: 100").close();
            }
            try (Wire wire = Wire.to(port)) {
                assertEquals(200, wire.request("GET", "/text").answer().status());
            }
        });
    }
}
