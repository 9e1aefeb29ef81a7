package dev.portside.http.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.http.server.HttpServer;
import dev.portside.http.server.ServerSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Contract of a server under load: many clients at the same time must not harm each other. */
public interface HttpLoadContract extends HttpServerFixture {

    @Test
    default void two_hundred_clients_are_served_at_the_same_time() throws Exception {
        serving(port -> {
            try (Clients clients = new Clients()) {
                for (int i = 0; i < 200; i++) {
                    clients.add(() -> {
                        try (Wire wire = Wire.to(port)) {
                            for (int request = 0; request < 5; request++) {
                                assertEquals(
                                        "hello",
                                        wire.request("GET", "/text").answer().body());
                            }
                        }
                        return true;
                    });
                }
                clients.await();
            }
        });
    }

    @Test
    default void a_client_that_does_not_read_harms_nobody_else() throws Exception {
        int streams = 12; // more than the sockets' buffers hold
        serving(port -> {
            try (Wire lazy = Wire.to(port);
                    Wire other = Wire.to(port)) {
                for (int i = 0; i < streams; i++) {
                    lazy.request("GET", "/stream");
                }
                for (int i = 0; i < 50; i++) {
                    assertEquals("hello", other.request("GET", "/text").answer().body());
                }
                for (int i = 0; i < streams; i++) {
                    assertEquals(
                            ContractApi.STREAM_LINES,
                            lazy.answer().body().lines().count());
                }
            }
        });
    }

    @Test
    default void connections_beyond_the_limit_wait_or_are_refused_until_others_end() throws Exception {
        ServerSettings settings =
                new ServerSettings("127.0.0.1", 0, 2, 100, 16 * 1024, Duration.ofSeconds(5), Duration.ofSeconds(30));
        serving(settings, Duration.ofSeconds(15), port -> {
            try (Wire first = Wire.to(port);
                    Clients clients = new Clients()) {
                assertEquals(200, first.request("GET", "/text").answer().status());
                try (Wire second = Wire.to(port)) {
                    assertEquals(200, second.request("GET", "/text").answer().status());
                    clients.add(() -> insistOnAnAnswer(port));
                    assertEquals(200, first.request("GET", "/text").answer().status());
                }
                clients.await();
                assertEquals(200, first.request("GET", "/text").answer().status());
            }
        });
    }

    private static boolean insistOnAnAnswer(int port) throws InterruptedException {
        while (true) {
            try (Wire wire = Wire.to(port)) {
                return wire.request("GET", "/text").answer().status() == 200;
            } catch (IOException e) {
                // Refused: there is no place yet.
                Thread.sleep(1);
            }
        }
    }

    @Test
    default void stopping_under_pipelined_load_tells_each_client_which_answer_is_the_last() throws Exception {
        int number = 8;
        CountDownLatch busy = new CountDownLatch(number);
        try (ContractApi contract = new ContractApi(1);
                Clients clients = new Clients()) {
            HttpServer server = start(SETTINGS, contract.api);
            for (int i = 0; i < number; i++) {
                clients.add(() -> gaps().contains(Gap.LATE_REQUESTS)
                        ? readUntilTurnedAway(server.port(), busy)
                        : readToTheLast(server.port(), busy));
            }
            assertTrue(busy.await(30, TimeUnit.SECONDS));
            assertTrue(server.stop(Duration.ofSeconds(20)));
            clients.await();
        }
    }

    /** Sends ever more requests until an answer says that it is the last; loses none before. */
    private static boolean readToTheLast(int port, CountDownLatch busy) throws IOException {
        int batch = 10;
        try (Wire wire = Wire.to(port)) {
            while (true) {
                try {
                    wire.text("GET /text HTTP/1.1\r\nHost: a\r\n\r\n".repeat(batch));
                } catch (IOException e) {
                    // Closed behind the last answer, which is still to be read.
                    batch = 1;
                }
                for (int i = 0; i < batch; i++) {
                    Wire.Answer answer = wire.answer();
                    assertEquals("hello", answer.body());
                    if (answer.field("Connection").equals(Optional.of("close"))) {
                        return true;
                    }
                }
                busy.countDown();
            }
        }
    }

    /** Sends ever more requests until one is refused or hung up on; each answer before is whole. */
    private static boolean readUntilTurnedAway(int port, CountDownLatch busy) {
        try (Wire wire = Wire.to(port)) {
            while (true) {
                Wire.Answer answer = wire.request("GET", "/text").answer();
                if (answer.status() == 503) {
                    return true;
                }
                assertEquals("hello", answer.body());
                busy.countDown();
            }
        } catch (IOException e) {
            return busy.getCount() == 0;
        }
    }
}
