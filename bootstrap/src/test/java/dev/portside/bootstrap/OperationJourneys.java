package dev.portside.bootstrap;

import static dev.portside.bootstrap.Client.USERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Journeys of an operator of the server. */
interface OperationJourneys {

    Duration PATIENCE = Duration.ofSeconds(20);

    Client client();

    @Test
    default void the_server_says_that_it_lives_and_is_ready() {
        assertEquals("{\"status\":\"up\"}", client().get("/health").expect(200).text());
        String status = "";
        for (long end = System.nanoTime() + PATIENCE.toNanos(); !status.equals("ready"); ) {
            assertTrue(System.nanoTime() < end, status);
            // Degraded at first: Redis is connected to in the background.
            status = client().get("/ready").expect(200).json().get("status").stringValue();
        }
        assertEquals(Optional.of("no-store"), client().get("/ready").header("Cache-Control"));
        assertEquals(200, client().send("HEAD", "/health", null).status());
    }

    @Test
    default void requests_are_counted_by_route_and_not_by_path() {
        client().get(USERS + "/123456789").problem(404, "unknown_user");
        client().get("/made-up-" + UserJourneys.unique("x")).problem(404, "unknown_path");

        String page = client().freshMetrics();

        assertTrue(
                page.contains(
                        "http_server_requests_seconds_count{method=\"GET\",status=\"404\",uri=\"/api/v1/users/{id}\"}"),
                page);
        assertTrue(page.contains("jvm_memory_used_bytes"), page);
        assertTrue(!page.contains("made-up") && !page.contains("123456789"), page);
    }

    @Test
    default void pages_of_allowed_origins_may_call_and_others_may_not() {
        String allowed = "https://app.example.org";
        Client.Answer read = client().get(USERS + "?limit=1", "Origin", allowed).expect(200);
        assertEquals(Optional.of(allowed), read.header("Access-Control-Allow-Origin"));
        assertTrue(read.header("Access-Control-Expose-Headers").orElse("").contains("ETag"));
        assertTrue(read.response().headers().allValues("Vary").contains("Origin"));
        Client.Answer problem = client().get(USERS + "?limit=0", "Origin", allowed);
        assertEquals(Optional.of(allowed), problem.header("Access-Control-Allow-Origin"));

        Client.Answer preflight = client().send(
                        "OPTIONS",
                        USERS + "/1",
                        null,
                        "Origin",
                        allowed,
                        "Access-Control-Request-Method",
                        "PATCH",
                        "Access-Control-Request-Headers",
                        "if-match, content-type")
                .expect(204);
        assertTrue(preflight.header("Access-Control-Allow-Methods").orElse("").contains("PATCH"));
        assertEquals(Optional.of("if-match, content-type"), preflight.header("Access-Control-Allow-Headers"));

        Client.Answer stranger = client().get(USERS + "?limit=1", "Origin", "https://evil.example.org")
                .expect(200);
        assertEquals(Optional.empty(), stranger.header("Access-Control-Allow-Origin"));
        assertTrue(stranger.response().headers().allValues("Vary").contains("Origin"));
    }
}
