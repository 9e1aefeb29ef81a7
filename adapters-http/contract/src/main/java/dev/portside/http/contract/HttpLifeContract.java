package dev.portside.http.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.http.server.HttpServer;
import dev.portside.http.server.ServerSettings;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Contract of a server's start and stop. */
public interface HttpLifeContract extends HttpServerFixture {

    @Test
    default void stopping_answers_what_has_begun_and_what_still_arrives_on_open_connections() throws Exception {
        // A connection that is idle for half a second of the drain is closed. A client that is kept from running for
        // longer
        // finds it closed, and the draining is tried again.
        boolean observed = false;
        for (int attempt = 1; !observed && attempt <= 10; attempt++) {
            observed = isObservedDraining();
        }
        assertTrue(observed);
    }

    private boolean isObservedDraining() throws Exception {
        try (ContractApi contract = new ContractApi(1)) {
            HttpServer server = start(SETTINGS, contract.api);
            try (Wire busy = Wire.to(server.port());
                    Wire idle = Wire.to(server.port());
                    Wire late = Wire.to(server.port())) {
                assertEquals(200, idle.request("GET", "/text").answer().status());
                assertEquals(200, late.request("GET", "/text").answer().status());
                busy.request("GET", "/slow");
                assertTrue(contract.slowBegun.await(30, TimeUnit.SECONDS));

                CompletableFuture<Boolean> stopped =
                        CompletableFuture.supplyAsync(() -> server.stop(Duration.ofSeconds(60)), BESIDE);
                awaitRefused(server.port());
                boolean observed = true;
                if (gaps().contains(Gap.LATE_REQUESTS)) {
                    awaitTurnedAway(late);
                } else {
                    observed = isAnsweredUntilTheLastOne(late);
                }
                assertTrue(idle.isClosedByServer());
                assertFalse(stopped.isDone());

                contract.slowMayEnd.countDown();
                Wire.Answer slow = busy.answer();
                assertEquals("slow", slow.body());
                assertTrue(stopped.get(90, TimeUnit.SECONDS));
                return observed;
            }
        }
    }

    @Test
    default void an_endless_stream_tells_at_once_what_it_has() throws Exception {
        try (ContractApi contract = new ContractApi(1)) {
            HttpServer server = start(SETTINGS, contract.api);
            try (Wire wire = Wire.to(server.port())) {
                Wire.Answer header =
                        wire.request("GET", "/live", "Accept-Encoding: gzip").answerToHead();
                assertEquals(Optional.of("chunked"), header.field("Transfer-Encoding"));
                assertEquals(Optional.empty(), header.field("Content-Encoding"));
                assertEquals("6", wire.line());
                assertEquals("first", wire.line());

                contract.slowMayEnd.countDown();

                // The end of a chunk may come with the next one.
                assertEquals("", wire.line());
                assertEquals("7", wire.line());
                assertEquals("second", wire.line());
                assertEquals(List.of("", "0", ""), List.of(wire.line(), wire.line(), wire.line()));
                assertEquals("hello", wire.request("GET", "/text").answer().body());
            } finally {
                contract.slowMayEnd.countDown();
                server.stop(Duration.ofSeconds(5));
            }
        }
    }

    @Test
    default void stopping_ends_when_the_grace_is_over() throws Exception {
        try (ContractApi contract = new ContractApi(1)) {
            HttpServer server = start(SETTINGS, contract.api);
            try (Wire busy = Wire.to(server.port())) {
                busy.request("GET", "/slow");
                assertTrue(contract.slowBegun.await(30, TimeUnit.SECONDS));

                // What is under way would go on for ever.
                assertFalse(
                        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> server.stop(Duration.ofMillis(300))));
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
                assertTellsWhere(refused, "127.0.0.1:" + port, "End the program");
            }
        });
    }

    @Test
    default void a_host_that_nobody_knows_is_an_error_that_says_so() {
        ServerSettings nowhere = new ServerSettings(
                "nowhere.invalid", 0, 10, 10, 16 * 1024, Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (ContractApi contract = new ContractApi(1)) {
            RuntimeException refused = assertThrows(RuntimeException.class, () -> start(nowhere, contract.api));
            assertTellsWhere(refused, "nowhere.invalid:0", "Set PORTSIDE_HOST");
        }
    }

    /** A server of somebody else's has settings of its own. */
    private void assertTellsWhere(RuntimeException refused, String address, String remedy) {
        String message = String.valueOf(refused.getMessage());
        if (gaps().contains(Gap.ADDRESS_SETTING)) {
            assertFalse(message.contains("PORTSIDE_"), message);
            return;
        }
        assertTrue(message.startsWith("Cannot listen on " + address + " ("), message);
        assertTrue(message.contains(remedy) && message.contains("PORTSIDE_PORT"), message);
        assertFalse(message.contains("java."), message);
    }

    private static boolean isAnsweredUntilTheLastOne(Wire late) throws IOException {
        // At first perhaps as before: the listener is closed, and a moment later every answer says so.
        Optional<String> connection = Optional.empty();
        try {
            while (connection.isEmpty()) {
                Wire.Answer answer = late.request("GET", "/text").answer();
                assertEquals(200, answer.status());
                connection = answer.field("Connection");
            }
        } catch (EOFException | SocketException e) {
            return false;
        }
        assertEquals(Optional.of("close"), connection);
        return true;
    }

    private static void awaitTurnedAway(Wire late) {
        try {
            int status = 200;
            while (status == 200) {
                status = late.request("GET", "/text").answer().status();
            }
            assertEquals(503, status);
        } catch (IOException e) {
            // Hung up on.
            return;
        }
    }

    private static void awaitRefused(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            try {
                Wire.to(port).close();
            } catch (ConnectException e) {
                return;
            } catch (SocketException e) {
                // Reset: it waited to be accepted when the listener closed. The next one is refused.
            }
            Thread.sleep(1);
        }
        throw new AssertionError("The server still accepts connections.");
    }
}
