package dev.portside.http.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Contract of a server for requests that are malformed, too large or too slow. */
public interface HttpRefusalContract extends HttpServerFixture {

    @Test
    default void a_body_too_large_is_refused_whether_or_not_its_length_is_told() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                wire.request("POST", "/echo", "Content-Type: application/json", "Content-Length: 5000000");
                HttpServerFixture.assertProblem(413, "body_too_large", wire.answer());
            }
            try (Wire wire = Wire.to(port)) {
                wire.request("POST", "/echo", "Content-Type: application/json", "Transfer-Encoding: chunked");
                String chunk = "4000\r\n" + " ".repeat(0x4000) + "\r\n";
                wire.text(chunk.repeat(5));
                HttpServerFixture.assertProblem(413, "body_too_large", wire.answer());
            }
        });
    }

    @Test
    default void a_client_that_goes_on_sending_a_refused_body_gets_the_answer_though_it_asked_for_the_end()
            throws Exception {
        serving(port -> {
            for (String version : List.of("HTTP/1.0", "HTTP/1.1")) {
                if (version.equals("HTTP/1.0") && gaps().contains(Gap.HTTP_1_0)) {
                    continue;
                }
                // Within the second that the server goes on reading; a client that is kept from running for longer may
                // lose it.
                boolean answered = false;
                for (int attempt = 1; !answered && attempt <= 10; attempt++) {
                    answered = isToldWhileSending(port, version);
                }
                assertTrue(answered, version);
            }
        });
    }

    private static boolean isToldWhileSending(int port, String version) throws IOException {
        try (Wire wire = Wire.to(port)) {
            wire.lines(
                    "POST /echo " + version,
                    "Host: localhost",
                    "Connection: close",
                    "Content-Type: application/json",
                    "Content-Length: 50000000",
                    "");
            // More than the server discards. The answer is read only behind it, as by clients that send first: a reset
            // would have discarded it.
            for (int kilobytes = 0; kilobytes < 100; kilobytes++) {
                wire.text(" ".repeat(1_000));
            }
            HttpServerFixture.assertProblem(413, "body_too_large", wire.answer());
            return true;
        } catch (SocketException e) {
            return false;
        }
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
                // A proxy in front that compares paths as they are written has let it through for another one.
                assertEquals(404, wire.request("GET", "/%74ext").answer().status());
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
                assertHeaderTooLarge(wire.request("GET", "/text", "Big: " + "x".repeat(20_000))
                        .answer());
            }
            try (Wire wire = Wire.to(port)) {
                String[] many = new String[3_000];
                Arrays.setAll(many, i -> "F" + i + ": x");
                assertHeaderTooLarge(wire.request("GET", "/text", many).answer());
            }
            for (int length : new int[] {9_000, 40_000}) {
                try (Wire wire = Wire.to(port)) {
                    boolean told = length < SETTINGS.maxHeaderBytes() || !gaps().contains(Gap.HEADER_STATUS);
                    HttpServerFixture.assertProblem(
                            told ? 414 : 400,
                            told ? "uri_too_long" : "malformed_request",
                            wire.request("GET", "/text?" + "x".repeat(length)).answer());
                }
            }
        });
    }

    private void assertHeaderTooLarge(Wire.Answer answer) {
        boolean told = !gaps().contains(Gap.HEADER_STATUS) && !gaps().contains(Gap.FIELDS_STATUS);
        HttpServerFixture.assertProblem(told ? 431 : 400, told ? "headers_too_large" : "malformed_request", answer);
    }

    @Test
    default void unknown_methods_are_refused_with_what_is_allowed() throws Exception {
        serving(port -> {
            for (String method : List.of("get", "Get", "gET")) {
                try (Wire wire = Wire.to(port)) {
                    int status = wire.request(method, "/text").answer().status();
                    assertTrue(status == 405 || status == 400, method + " was answered " + status);
                }
            }
            try (Wire wire = Wire.to(port)) {
                for (String method : List.of("DELETE", "BREW", "TRACE")) {
                    Wire.Answer answer = wire.request(method, "/text").answer();
                    HttpServerFixture.assertProblem(405, "method_not_allowed", answer);
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
                wire.text("GET /text HTTP/1.1\r\nHost: a\r\n");
                if (gaps().contains(Gap.HEADER_TIME)) {
                    trickle(wire, "X: y\r\n", 20);
                    assertEquals("hello", wire.text("\r\n").answer().body());
                    return;
                }
                CompletableFuture<Void> trickle =
                        CompletableFuture.runAsync(() -> trickle(wire, "X: y\r\n", 100), BESIDE);
                assertTrue(wire.isClosedByServer());
                trickle.join();
            }
        });
    }

    @Test
    default void a_body_that_trickles_in_is_refused() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                wire.request("POST", "/echo", "Content-Type: application/json", "Content-Length: 10000");
                CompletableFuture<Void> trickle = CompletableFuture.runAsync(() -> trickle(wire, " ", 100), BESIDE);
                HttpServerFixture.assertProblem(408, "request_timeout", wire.answer());
                assertTrue(wire.isClosedByServer());
                trickle.join();
            }
        });
    }

    /** Sends a little every tenth of a second, so many times or until the server has had enough. */
    private static void trickle(Wire wire, String text, int times) {
        try {
            for (int i = 0; i < times; i++) {
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
}
