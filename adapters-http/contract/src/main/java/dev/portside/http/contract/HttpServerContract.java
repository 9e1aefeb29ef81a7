package dev.portside.http.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.http.Api;
import dev.portside.http.HttpServer;
import dev.portside.http.ServerSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every binding of a server to the {@link Api} must do over a real socket. */
public interface HttpServerContract {

    ServerSettings SETTINGS =
            new ServerSettings("127.0.0.1", 0, 1_000, 1_000, 16 * 1024, Duration.ofSeconds(1), Duration.ofSeconds(5));

    /** Starts the server on these settings. */
    HttpServer start(ServerSettings settings, Api api);

    /** A test against a running server. */
    @FunctionalInterface
    interface Scenario {
        void run(int port) throws Exception;
    }

    private void serving(Scenario scenario) throws Exception {
        try (ContractApi contract = new ContractApi(1)) {
            HttpServer server = start(SETTINGS, contract.api);
            try {
                scenario.run(server.port());
            } finally {
                contract.slowMayEnd.countDown();
                server.stop(Duration.ofSeconds(5));
            }
        }
    }

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
    default void a_body_too_large_is_refused_whether_or_not_its_length_is_told() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                wire.request("POST", "/echo", "Content-Type: application/json", "Content-Length: 5000000");
                assertProblem(413, "body_too_large", wire.answer());
            }
            try (Wire wire = Wire.to(port)) {
                wire.request("POST", "/echo", "Content-Type: application/json", "Transfer-Encoding: chunked");
                String chunk = "4000\r\n" + " ".repeat(0x4000) + "\r\n";
                wire.text(chunk.repeat(5));
                assertProblem(413, "body_too_large", wire.answer());
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
                assertEquals(200, wire.request("HEAD", "/stream").answerToHead().status());
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
    default void requests_that_are_not_http_are_refused_with_a_problem() throws Exception {
        serving(port -> {
            for (String malformed : List.of(
                    "GARBAGE\r\n\r\n",
                    "GET /text HTTP/1.1\r\n\r\n",
                    "GET /text HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                    "GET /te xt HTTP/1.1\r\nHost: a\r\n\r\n",
                    "GET /text HTTP/1.1\r\nHost: a\r\nna me: x\r\n\r\n",
                    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                    "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                    "GET /text?a=%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                    "GET /text?a=%ff HTTP/1.1\r\nHost: a\r\n\r\n")) {
                try (Wire wire = Wire.to(port)) {
                    Wire.Answer answer = wire.text(malformed).answer();
                    assertEquals(400, answer.status(), malformed);
                    assertEquals(Optional.of("application/problem+json"), answer.field("Content-Type"), malformed);
                    assertTrue(answer.body().contains("\"request_id\""), malformed);
                }
            }
        });
    }

    @Test
    default void a_length_and_chunks_together_smuggle_nothing() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                wire.lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Content-Type: application/json",
                        "Content-Length: 4",
                        "Transfer-Encoding: chunked",
                        "",
                        "0",
                        "",
                        "GET /text HTTP/1.1",
                        "Host: a",
                        "");
                assertEquals(400, wire.answer().status());
                assertTrue(wire.isClosedByServer());
            }
        });
    }

    @Test
    default void a_path_is_taken_as_it_is_written() throws Exception {
        serving(port -> {
            for (String target : List.of(
                    "//text", "/text/", "/text;x=1", "/./text", "/a/../text", "/text%2f", "/%2e%2e/text", "/TEXT")) {
                try (Wire wire = Wire.to(port)) {
                    int status = wire.request("GET", target).answer().status();
                    assertTrue(status == 404 || status == 400, target + " was answered " + status);
                }
            }
            try (Wire wire = Wire.to(port)) {
                assertEquals(200, wire.request("GET", "/%74ext").answer().status());
                assertEquals(
                        "v",
                        wire.request("GET", "/header/x%2Dname", "X-Name: v")
                                .answer()
                                .body());
            }
        });
    }

    @Test
    default void headers_and_uris_beyond_their_limit_are_refused_with_a_problem() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                assertEquals(
                        "x".repeat(10_000),
                        wire.request("GET", "/header/big", "Big: " + "x".repeat(10_000))
                                .answer()
                                .body());
            }
            try (Wire wire = Wire.to(port)) {
                assertProblem(
                        431,
                        "headers_too_large",
                        wire.request("GET", "/text", "Big: " + "x".repeat(20_000))
                                .answer());
            }
            for (int length : new int[] {9_000, 40_000}) {
                try (Wire wire = Wire.to(port)) {
                    assertProblem(
                            414,
                            "uri_too_long",
                            wire.request("GET", "/text?" + "x".repeat(length)).answer());
                }
            }
        });
    }

    @Test
    default void unknown_methods_are_refused_with_what_is_allowed() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                for (String method : List.of("DELETE", "BREW", "get", "TRACE")) {
                    Wire.Answer answer = wire.request(method, "/text").answer();
                    assertProblem(405, "method_not_allowed", answer);
                    assertEquals(Optional.of("GET, HEAD, OPTIONS"), answer.field("Allow"));
                }
                Wire.Answer options = wire.request("OPTIONS", "/text").answer();
                assertEquals(204, options.status());
                assertEquals(Optional.of("GET, HEAD, OPTIONS"), options.field("Allow"));
            }
        });
    }

    @Test
    default void a_header_that_trickles_in_ends_in_a_closed_connection() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                long started = System.nanoTime();
                wire.text("GET /text HTTP/1.1\r\nHost: a\r\n");
                CompletableFuture<Void> trickle = CompletableFuture.runAsync(() -> trickle(wire, "X: y\r\n"));
                assertTrue(wire.isClosedByServer());
                trickle.join();
                assertTrue(System.nanoTime() - started < TimeUnit.SECONDS.toNanos(4), "closed too late");
            }
        });
    }

    @Test
    default void a_body_that_trickles_in_is_refused() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                wire.request("POST", "/echo", "Content-Type: application/json", "Content-Length: 10000");
                CompletableFuture<Void> trickle = CompletableFuture.runAsync(() -> trickle(wire, " "));
                assertProblem(408, "request_timeout", wire.answer());
                assertTrue(wire.isClosedByServer());
                trickle.join();
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
            try (Wire wire = Wire.to(port)) {
                wire.request("GET", "/broken-stream");
                assertThrows(IOException.class, wire::answer);
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

    @Test
    default void stopping_answers_what_has_begun_and_what_still_arrives_on_open_connections() throws Exception {
        try (ContractApi contract = new ContractApi(1)) {
            HttpServer server = start(SETTINGS, contract.api);
            try (Wire busy = Wire.to(server.port());
                    Wire idle = Wire.to(server.port());
                    Wire late = Wire.to(server.port())) {
                assertEquals(200, idle.request("GET", "/text").answer().status());
                assertEquals(200, late.request("GET", "/text").answer().status());
                busy.request("GET", "/slow");
                assertTrue(contract.slowBegun.await(10, TimeUnit.SECONDS));

                CompletableFuture<Boolean> stopped =
                        CompletableFuture.supplyAsync(() -> server.stop(Duration.ofSeconds(20)));
                awaitRefused(server.port());
                Wire.Answer lateAnswer = late.request("GET", "/text").answer();
                assertEquals(200, lateAnswer.status());
                assertEquals(Optional.of("close"), lateAnswer.field("Connection"));
                assertTrue(idle.isClosedByServer());
                assertFalse(stopped.isDone());

                contract.slowMayEnd.countDown();
                Wire.Answer slow = busy.answer();
                assertEquals("slow", slow.body());
                assertTrue(stopped.get(10, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    default void stopping_ends_when_the_grace_is_over() throws Exception {
        try (ContractApi contract = new ContractApi(1)) {
            HttpServer server = start(SETTINGS, contract.api);
            try (Wire busy = Wire.to(server.port())) {
                busy.request("GET", "/slow");
                assertTrue(contract.slowBegun.await(10, TimeUnit.SECONDS));
                long started = System.nanoTime();

                assertFalse(server.stop(Duration.ofMillis(300)));

                assertTrue(System.nanoTime() - started < TimeUnit.SECONDS.toNanos(8), "took too long");
            }
        }
    }

    @Test
    default void a_port_that_is_taken_is_an_error_that_says_so() throws Exception {
        serving(port -> {
            ServerSettings taken = new ServerSettings(
                    "127.0.0.1", port, 10, 10, 16 * 1024, Duration.ofSeconds(1), Duration.ofSeconds(1));
            try (ContractApi contract = new ContractApi(1)) {
                RuntimeException refused = assertThrows(RuntimeException.class, () -> start(taken, contract.api));
                assertTrue(String.valueOf(refused.getMessage()).contains("PORTSIDE_PORT"), refused.toString());
            }
        });
    }

    private static void assertProblem(int status, String code, Wire.Answer answer) {
        assertEquals(status, answer.status(), answer.body());
        assertEquals(Optional.of("application/problem+json"), answer.field("Content-Type"));
        assertTrue(answer.body().contains("\"type\":\"urn:portside:problem:" + code + "\""), answer.body());
    }

    /** Sends a little every tenth of a second until the server has had enough. */
    private static void trickle(Wire wire, String text) {
        try {
            for (int i = 0; i < 100; i++) {
                wire.text(text);
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (IOException e) {
            // The server hung up, which is what the test waits for.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitRefused(int port) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            try {
                Wire.to(port).close();
            } catch (ConnectException e) {
                return;
            }
        }
        throw new AssertionError("The server still accepts connections.");
    }
}
