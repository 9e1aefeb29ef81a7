package dev.portside.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.http.Body;
import dev.portside.http.Payload;
import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.body.ResponseBudget;
import dev.portside.http.json.Json;
import dev.portside.http.route.Handler;
import dev.portside.http.route.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResponseBudgetTest {

    private static final int MEGABYTE = 1024 * 1024;
    private static final byte[] LARGE = new byte[MEGABYTE];

    @Test
    void large_answers_hold_memory_until_they_are_sent_and_then_are_refused() throws Exception {
        try (Api api = api(call -> Response.of(200, "image/png", LARGE))) {
            List<Response> held = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                held.add(api.handle(request("GET")));
            }

            Response refused = api.handle(request("GET"));
            assertEquals(503, refused.status());
            assertTrue(refused.first("Retry-After").isPresent());
            // What is small, and what has no body, is answered all the same.
            assertEquals(200, api.handle(request("HEAD")).status());

            for (Response answer : held) {
                assertEquals(200, answer.status());
                assertArrayEquals(LARGE, sent(answer));
            }
            Response again = api.handle(request("GET"));
            assertEquals(200, again.status());
            assertArrayEquals(LARGE, sent(again));
        }
    }

    @Test
    void a_client_that_leaves_gives_back_what_its_answer_held() {
        try (Api api = api(call -> Response.of(200, "image/png", LARGE))) {
            for (int i = 0; i < 20; i++) {
                Response answer = api.handle(request("GET"));
                assertEquals(200, answer.status());
                assertThrows(IOException.class, () -> write(answer, OutputStream.nullOutputStream(), true));
            }
        }
    }

    @Test
    void what_was_reserved_is_given_back_whatever_becomes_of_the_answer() throws Exception {
        List<Handler> outcomes = List.of(
                call -> Response.of(204),
                call -> Response.of(200, "image/png", new byte[10]),
                call -> Response.stream(200, "image/png", out -> out.write(1)),
                call -> {
                    throw new IllegalStateException("a mistake");
                },
                call -> {
                    throw Problem.of(400, "no", "no").exception();
                });
        for (Handler outcome : outcomes) {
            try (Api api = api(call -> {
                call.reserveForAnswer(4 * MEGABYTE);
                return outcome.handle(call);
            })) {
                for (int i = 0; i < 5; i++) {
                    Response answer = api.handle(request("GET"));
                    assertTrue(answer.status() != 503, "was refused");
                    if (answer.payload() instanceof Payload.Stream) {
                        sent(answer);
                    }
                }
            }
        }
    }

    @Test
    void what_needs_more_than_there_is_waits_for_all_of_it() throws Exception {
        try (Api api = api(call -> Response.of(200, "image/png", new byte[9 * MEGABYTE]))) {
            for (int i = 0; i < 3; i++) {
                assertEquals(9 * MEGABYTE, sent(api.handle(request("GET"))).length);
            }
        }
    }

    @Test
    void a_guess_takes_an_eighth_at_most_and_nothing_when_it_is_small() {
        ResponseBudget memory = new ResponseBudget(8 * MEGABYTE, Duration.ofHours(1), 1);
        try (ResponseBudget.Lease large = memory.lease(inAnHour());
                ResponseBudget.Lease small = memory.lease(inAnHour())) {
            large.reserve(100L * MEGABYTE);
            assertEquals(7 * MEGABYTE, memory.freeBytes());
            small.reserve(ResponseBudget.SMALL_BYTES - 1);
            assertEquals(7 * MEGABYTE, memory.freeBytes());
        }
        assertEquals(8 * MEGABYTE, memory.freeBytes());
    }

    @Test
    void an_answer_waits_for_memory_no_longer_than_its_request_has() {
        ResponseBudget memory = new ResponseBudget(MEGABYTE, Duration.ofHours(1), 1);
        try (ResponseBudget.Lease all = memory.lease(inAnHour());
                ResponseBudget.Lease late = memory.lease(System.nanoTime() - 1)) {
            assertTrue(all.keep(MEGABYTE));

            assertEquals(
                    503,
                    assertThrows(ProblemException.class, () -> late.keep(MEGABYTE))
                            .problem()
                            .status());
        }
    }

    private static long inAnHour() {
        return System.nanoTime() + Duration.ofHours(1).toNanos();
    }

    @Test
    void no_json_is_larger_than_an_answer_may_be() {
        String text = "x".repeat(MEGABYTE);

        ProblemException refusal = assertThrows(
                ProblemException.class,
                () -> Json.write(json -> {
                    json.writeStartArray();
                    for (int i = 0; i < 17; i++) {
                        json.writeString(text);
                    }
                    json.writeEndArray();
                }));

        assertEquals(400, refusal.problem().status());
    }

    private static byte[] sent(Response answer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(answer, out, false);
        return out.toByteArray();
    }

    private static void write(Response answer, OutputStream out, boolean leaves) throws IOException {
        Payload.Stream stream = assertInstanceOf(Payload.Stream.class, answer.payload());
        stream.writer().writeTo(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (leaves) {
                    throw new IOException("The client has left.");
                }
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (leaves) {
                    throw new IOException("The client has left.");
                }
                out.write(bytes, offset, length);
            }
        });
    }

    private static Request request(String method) {
        return new Request(method, "", "/thing", "", name -> List.of(), Body.NONE);
    }

    /** With four megabytes for answers. */
    private static Api api(Handler handler) {
        ApiSettings settings = ApiSettings.builder()
                .maxBodyMemory(8 * MEGABYTE)
                .deadline(Duration.ofMillis(200))
                .build();
        Route route = Route.get("/thing", "A route of the test")
                .openQuery()
                .responds(200, "The answer")
                .handledBy(handler);
        return new Api(settings, List.of(route), () -> true, new SimpleMeterRegistry());
    }
}
