package dev.portside.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class OpenLoadTest {

    private static final Places PLACES = new Places(1, 100, List.of(), "test");
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    @Test
    void every_request_of_the_rate_is_sent_and_timed() {
        try (TinyServer server = new TinyServer(number -> TinyServer.OK);
                OpenLoad load = connect(server, 4)) {
            Load result = load.run(400, HALF_A_SECOND);
            assertEquals(200, result.answered());
            assertEquals(0, result.errors());
            assertEquals(4 + 200, server.requests());
        }
    }

    @Test
    void a_pause_of_the_server_is_felt_by_all_who_would_have_asked_meanwhile() {
        // One answer comes 200 ms late, on the only connection. A client that waits for it before it asks on would see
        // one slow answer among a hundred; here some forty of them should have been sent in the meantime.
        IntFunction<String> oncePaused = number -> {
            if (number == 20) {
                pause();
            }
            return TinyServer.OK;
        };
        try (TinyServer server = new TinyServer(oncePaused);
                OpenLoad load = connect(server, 1)) {
            Load result = load.run(200, HALF_A_SECOND);
            assertEquals(100, result.answered());
            assertTrue(result.latency().p99() > 150, () -> "P99 was " + result.latency());
            assertTrue(result.latency().max() >= 200, () -> "the longest was " + result.latency());
        }
    }

    @Test
    void answers_that_are_no_success_are_errors() {
        try (TinyServer server = new TinyServer(
                        number -> number % 2 == 0 ? TinyServer.OK : "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
                OpenLoad load = connect(server, 1)) {
            Load result = load.run(200, HALF_A_SECOND);
            assertEquals(100, result.answered());
            assertEquals(50, result.errors());
        }
    }

    @Test
    void a_connection_that_the_server_closed_is_opened_again() {
        try (TinyServer server = new TinyServer(number -> number == 10 ? TinyServer.HANG_UP : TinyServer.OK);
                OpenLoad load = connect(server, 1)) {
            Load result = load.run(200, HALF_A_SECOND);
            assertEquals(99, result.answered());
            assertEquals(1, result.errors());
            assertEquals(1, load.closedByServer());
        }
    }

    @Test
    void what_is_never_answered_is_an_error_and_a_long_wait() {
        CountDownLatch never = new CountDownLatch(1);
        try (TinyServer server = new TinyServer(number -> number > 2 ? await(never) : TinyServer.OK);
                OpenLoad load = connect(server, 2)) {
            Load result = load.run(100, Duration.ofMillis(100));
            assertEquals(0, result.answered());
            assertEquals(10, result.errors());
            assertTrue(result.latency().p50() > 1_000);
        }
    }

    @Test
    void a_server_that_is_not_there_is_told_at_once() {
        int port;
        try (TinyServer server = new TinyServer(number -> TinyServer.OK)) {
            port = server.port();
        }
        assertThrows(UncheckedIOException.class, () -> OpenLoad.connect(port, 1, requests()));
    }

    private static OpenLoad connect(TinyServer server, int connections) {
        return OpenLoad.connect(server.port(), connections, requests());
    }

    private static Requests requests() {
        return new Requests(Workload.BY_ID, PLACES, 1);
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS) ? TinyServer.OK : TinyServer.HANG_UP;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return TinyServer.HANG_UP;
        }
    }
}
