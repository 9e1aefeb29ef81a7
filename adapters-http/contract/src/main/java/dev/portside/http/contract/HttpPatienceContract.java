package dev.portside.http.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.http.server.ServerSettings;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Contract of a server's timeouts. */
public interface HttpPatienceContract extends HttpServerFixture {

    Duration SHORT = Duration.ofMillis(400);

    @Test
    default void a_connection_on_which_nothing_moves_is_closed() throws Exception {
        // A machine that is slower than the limit is given a longer one.
        Duration limit = SHORT;
        while (!isClosedWhenNothingMoves(limit)) {
            limit = limit.multipliedBy(4);
            assertTrue(limit.compareTo(Duration.ofSeconds(30)) < 0, "a request on a new connection was never answered");
        }
    }

    private boolean isClosedWhenNothingMoves(Duration limit) throws Exception {
        ServerSettings settings =
                new ServerSettings("127.0.0.1", 0, 100, 100, 16 * 1024, Duration.ofSeconds(20), limit);
        AtomicBoolean answered = new AtomicBoolean();
        serving(settings, Duration.ofSeconds(15), port -> {
            // Before the first byte, so that what the test itself waits for does not count against the server.
            long began = System.nanoTime();
            try (Wire used = Wire.to(port);
                    Wire fresh = Wire.to(port)) {
                answered.set(isAnswered(used));
                assertTrue(used.isClosedByServer());
                assertTrue(fresh.isClosedByServer());
                assertTrue(System.nanoTime() - began > limit.toNanos() / 2, "closed too early");
            }
        });
        return answered.get();
    }

    private static boolean isAnswered(Wire wire) throws IOException {
        try {
            assertEquals(200, wire.request("GET", "/text").answer().status());
            return true;
        } catch (EOFException | SocketException e) {
            return false;
        }
    }

    @Test
    default void a_request_beyond_its_deadline_is_answered_and_keeps_the_connection_as_announced() throws Exception {
        serving(SETTINGS, SHORT, port -> {
            try (Wire wire = Wire.to(port)) {
                Wire.Answer late = wire.request("GET", "/late").answer();
                HttpServerFixture.assertProblem(504, "deadline_exceeded", late);
                if (late.field("Connection").equals(Optional.of("close"))) {
                    assertTrue(wire.isClosedByServer());
                } else {
                    // The deadline is short for a busy machine.
                    Wire.Answer next = wire.request("GET", "/text").answer();
                    while (next.status() == 504) {
                        next = wire.request("GET", "/text").answer();
                    }
                    assertEquals("hello", next.body());
                }
            }
        });
    }

    @Test
    default void a_body_that_never_comes_is_refused_at_the_deadline() throws Exception {
        serving(SETTINGS, SHORT, port -> {
            for (String framing : new String[] {"Content-Length: 100", "Transfer-Encoding: chunked"}) {
                try (Wire wire = Wire.to(port)) {
                    wire.request("POST", "/echo", HttpFramingContract.JSON, framing);
                    HttpServerFixture.assertProblem(408, "request_timeout", wire.answer());
                    assertTrue(wire.isClosedByServer());
                }
            }
        });
    }
}
