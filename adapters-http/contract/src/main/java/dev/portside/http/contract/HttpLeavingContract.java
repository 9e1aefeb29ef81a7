package dev.portside.http.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Contract of work whose client does not wait for it. */
public interface HttpLeavingContract extends HttpServerFixture {

    /** Several times what a server may take to notice. */
    Duration LONG_ENOUGH = Duration.ofMillis(1_500);

    @Test
    default void a_question_is_given_up_when_its_client_leaves() throws Exception {
        withSlowWork((contract, port) -> {
            try (Wire client = Wire.to(port)) {
                client.request("GET", "/slow");
                assertTrue(contract.slowBegun.await(30, TimeUnit.SECONDS));
            }
            assertGivenUp(contract);
        });
    }

    @Test
    default void so_is_one_with_a_body() throws Exception {
        withSlowWork((contract, port) -> {
            try (Wire client = Wire.to(port)) {
                post(client, "/slow-question");
                assertTrue(contract.slowBegun.await(30, TimeUnit.SECONDS));
            }
            assertGivenUp(contract);
        });
    }

    @Test
    default void what_changes_something_is_done_all_the_same() throws Exception {
        withSlowWork((contract, port) -> {
            try (Wire client = Wire.to(port)) {
                post(client, "/slow");
                assertTrue(contract.slowBegun.await(30, TimeUnit.SECONDS));
            }
            assertFalse(contract.slowInterrupted.await(LONG_ENOUGH.toMillis(), TimeUnit.MILLISECONDS));
        });
    }

    @Test
    default void a_client_that_waits_is_waited_for_and_what_it_sends_meanwhile_is_answered_next() throws Exception {
        withSlowWork((contract, port) -> {
            try (Wire client = Wire.to(port)) {
                client.request("GET", "/slow");
                assertTrue(contract.slowBegun.await(30, TimeUnit.SECONDS));
                assertFalse(contract.slowInterrupted.await(LONG_ENOUGH.toMillis(), TimeUnit.MILLISECONDS));
                client.request("GET", "/text");
                assertFalse(contract.slowInterrupted.await(LONG_ENOUGH.toMillis(), TimeUnit.MILLISECONDS));
                post(client, "/echo");
                contract.slowMayEnd.countDown();

                assertEquals("slow", client.answer().body());
                assertEquals("hello", client.answer().body());
                assertEquals("[]", client.answer().body());
                assertEquals("hello", client.request("GET", "/text").answer().body());
            }
        });
    }

    private void assertGivenUp(ContractApi contract) throws InterruptedException {
        if (gaps().contains(Gap.CLIENT_LEAVING)) {
            assertFalse(contract.slowInterrupted.await(LONG_ENOUGH.toMillis(), TimeUnit.MILLISECONDS));
        } else {
            assertTrue(contract.slowInterrupted.await(30, TimeUnit.SECONDS));
        }
    }

    private static void post(Wire client, String path) throws IOException {
        client.lines("POST " + path + " HTTP/1.1", "Host: x", "Content-Type: application/json", "Content-Length: 2", "")
                .text("[]");
    }

    /** A test against a server that is at work on a slow request. */
    @FunctionalInterface
    interface SlowScenario {
        void run(ContractApi contract, int port) throws Exception;
    }

    private void withSlowWork(SlowScenario scenario) throws Exception {
        try (ContractApi contract = new ContractApi(1)) {
            var server = start(SETTINGS, contract.api);
            try {
                scenario.run(contract, server.port());
            } finally {
                contract.slowMayEnd.countDown();
                server.stop(Duration.ofSeconds(5));
            }
        }
    }
}
