package dev.portside.http.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.http.server.ServerSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** One list of requests, octet by octet, with one right outcome for all servers; what a server does otherwise is a {@link Gap}. */
public interface HttpRawRequestsContract extends HttpServerFixture {

    /** All requests come at once, and a busy machine may take seconds to send one; those that never end are waited for as long. */
    ServerSettings PATIENT =
            new ServerSettings("127.0.0.1", 0, 1_000, 1_000, 16 * 1024, Duration.ofSeconds(15), Duration.ofSeconds(20));

    @Test
    default void every_raw_request_is_answered_as_the_list_says() throws Exception {
        List<String> mistakes = Collections.synchronizedList(new ArrayList<>());
        serving(PATIENT, Duration.ofSeconds(5), port -> {
            try (Clients clients = new Clients()) {
                for (RawRequest request : RawRequest.all()) {
                    clients.add(() -> {
                        request.mistake(port, gaps()).ifPresent(mistakes::add);
                        return true;
                    });
                }
                clients.await();
            }
        });
        assertEquals(List.of(), mistakes.stream().sorted().toList(), String.join("\n", mistakes));
    }

    @Test
    default void a_refusal_carries_what_every_answer_does() throws Exception {
        serving(port -> {
            for (String malformed : List.of("GET /health HTTP/1.1\r\nX-Request-Id: mine\r\nHost: a b\r\n\r\n")) {
                try (Wire wire = Wire.to(port)) {
                    Wire.Answer refusal = wire.text(malformed).answer();
                    HttpServerFixture.assertProblem(400, refusal);
                    assertTrue(refusal.field("X-Request-Id").isPresent());
                    if (!gaps().contains(Gap.REFUSAL_ID)) {
                        assertEquals(Optional.of("mine"), refusal.field("X-Request-Id"));
                    }
                }
            }
        });
    }

    @Test
    default void an_answer_without_content_has_no_length_that_is_wrong() throws Exception {
        serving(port -> {
            try (Wire wire = Wire.to(port)) {
                Wire.Answer unchanged =
                        wire.request("GET", "/tagged", "If-None-Match: \"1\"").answer();
                assertEquals(304, unchanged.status());
                assertFalse(
                        unchanged.field("Content-Length").filter("0"::equals).isPresent());
                assertEquals(
                        Optional.empty(), wire.request("GET", "/empty").answer().field("Content-Length"));
            }
        });
    }

    @Test
    default void an_answer_whose_length_is_known_tells_it_however_large_it_is() throws Exception {
        serving(port -> {
            for (String path : List.of("/text", "/large")) {
                try (Wire wire = Wire.to(port)) {
                    Wire.Answer whole = wire.request("GET", path).answer();
                    Optional<String> length =
                            Optional.of(Integer.toString(whole.body().length()));
                    assertEquals(length, whole.field("Content-Length"), path);
                    assertEquals(Optional.empty(), whole.field("Transfer-Encoding"), path);
                    assertEquals(
                            length, wire.request("HEAD", path).answerToHead().field("Content-Length"), path);
                    assertEquals(200, wire.request("GET", "/text").answer().status(), path);
                }
            }
        });
    }

    /** The bytes it sends do not matter any more, only the time it may go on: one second, and not one for each octet. */
    @Test
    default void a_body_that_is_not_wanted_is_waited_for_once() throws Exception {
        serving(port -> {
            AtomicBoolean closed = new AtomicBoolean();
            try (Wire wire = Wire.to(port)) {
                wire.request("GET", "/text", "Content-Length: 16000000");
                // At once, and not behind the body; some refuse it by its length.
                int status = wire.answer().status();
                assertTrue(status == 200 || status == 413, status + " was answered");
                if (gaps().contains(Gap.REST_TIME)) {
                    return;
                }
                Thread trickle = Thread.startVirtualThread(() -> trickle(wire, closed));
                assertTrue(wire.isClosedByServer());
                closed.set(true);
                trickle.join();
            }
        });
    }

    private static void trickle(Wire wire, AtomicBoolean closed) {
        try {
            while (!closed.get()) {
                wire.text("x");
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (IOException e) {
            // The server has hung up, which is what the test waits for.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
