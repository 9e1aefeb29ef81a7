package dev.portside.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.http.Body;
import dev.portside.http.Payload;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.route.Handler;
import dev.portside.http.route.Parameter;
import dev.portside.http.route.Route;
import dev.portside.http.route.Schema;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of the behaviour that all routes have in common, without a server. */
@Timeout(60)
class ApiTest {

    /** A request whose deadline is over before it has begun is another case. */
    private static final Duration LONG_ENOUGH_TO_BEGIN = Duration.ofSeconds(1);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void a_fault_is_answered_by_its_category_and_tells_nothing_of_the_inside() {
        Map<Fault.Category, Integer> statuses = Map.of(
                Fault.Category.UNAVAILABLE, 503,
                Fault.Category.OVERLOADED, 429,
                Fault.Category.TIMEOUT, 504,
                Fault.Category.MISCONFIGURED, 500,
                Fault.Category.INTERNAL, 500);
        assertEquals(statuses.size(), Fault.Category.values().length);
        statuses.forEach((category, status) -> {
            Response response = answer(call -> {
                throw new Fault(category, "select secret from table");
            });
            assertEquals(status, response.status());
            assertFalse(text(response).contains("secret"), text(response));
            assertEquals(
                    status == 503 || status == 429,
                    response.first("Retry-After").isPresent());
        });
    }

    @Test
    void a_mistake_is_500_with_the_request_id_and_nothing_else() {
        Response response = answer(call -> {
            throw new IllegalStateException("internal detail");
        });

        assertEquals(500, response.status());
        assertTrue(text(response).contains(response.first("X-Request-Id").orElseThrow()));
        assertFalse(text(response).contains("internal detail") || text(response).contains("IllegalState"));
    }

    @Test
    void work_beyond_its_deadline_is_interrupted_and_504() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        try (Api api = api(settings(LONG_ENOUGH_TO_BEGIN, 10, 10), call -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw new Fault(Fault.Category.TIMEOUT, "interrupted", e);
            }
            return Response.of(204);
        })) {
            assertEquals(504, api.handle(get("/thing")).status());
            assertTrue(interrupted.get());
            assertFalse(Thread.interrupted(), "the interrupt must not reach the next request");
        }
    }

    @Test
    void work_that_ends_in_time_all_the_same_counts() {
        try (Api api = api(settings(LONG_ENOUGH_TO_BEGIN, 10, 10), call -> {
            boolean over = false;
            while (!over) {
                over = Thread.interrupted();
            }
            return Response.of(204);
        })) {
            assertEquals(204, api.handle(get("/thing")).status());
        }
    }

    @Test
    void what_would_wait_behind_too_many_is_shed_and_the_operator_is_still_answered() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (Api api = api(settings(Duration.ofSeconds(20), 1, 1), call -> {
                    busy.countDown();
                    uninterruptibly(end);
                    return Response.of(204);
                });
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> answers = new ArrayList<>();
            answers.add(executor.submit(() -> api.handle(get("/thing"))));
            assertTrue(busy.await(30, TimeUnit.SECONDS));
            for (int i = 0; i < 20; i++) {
                answers.add(executor.submit(() -> api.handle(get("/thing"))));
            }
            // One waits; no other request waits from now on.
            while (answers.stream().filter(Future::isDone).count() < 19) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("Too many wait");
                }
                Thread.sleep(1);
            }
            Response shed = api.handle(get("/thing"));
            assertEquals(503, shed.status());
            assertEquals(Optional.of("1"), shed.first("Retry-After"));
            assertTrue(text(shed).contains("overloaded"));
            assertEquals(204, api.handle(get("/operator")).status());
            end.countDown();
            for (Future<Response> answer : answers) {
                int status = answer.get().status();
                assertTrue(status == 204 || status == 503, "was " + status);
            }
            assertEquals(204, answers.getFirst().get().status());
        }
    }

    @Test
    void business_waits_for_the_start_and_the_operator_does_not() {
        AtomicBoolean open = new AtomicBoolean();
        try (Api api = new Api(ApiSettings.DEFAULTS, routes(call -> Response.of(204)), open::get, metrics)) {
            assertEquals(503, api.handle(get("/thing")).status());
            assertEquals(204, api.handle(get("/operator")).status());
            open.set(true);
            assertEquals(204, api.handle(get("/thing")).status());
        }
    }

    @Test
    void a_stream_that_breaks_is_an_exception_for_the_server_to_act_on() {
        Response response = answer(call -> Response.stream(200, "text/plain", out -> {
            out.write(1);
            throw new Fault(Fault.Category.UNAVAILABLE, "gone");
        }));

        Payload.Stream stream = assertInstanceOf(Payload.Stream.class, response.payload());
        assertThrows(IOException.class, () -> stream.writer().writeTo(new ByteArrayOutputStream()));
        assertEquals(
                1,
                metrics.timer("http.server.requests", "method", "GET", "uri", "/thing", "status", "200")
                        .count());
    }

    @Test
    void every_request_is_counted_once_under_its_template() {
        try (Api api = api(ApiSettings.DEFAULTS, call -> Response.of(204))) {
            api.handle(get("/thing/1"));
            api.handle(get("/thing/2"));
            api.handle(get("/nothing"));
            api.refuse(431, name -> List.of());
        }
        assertEquals(2, count("GET", "/thing/{id}", "204"));
        assertEquals(1, count("-", "-", "404"));
        assertEquals(1, count("-", "-", "431"));
    }

    @Test
    void two_routes_that_answer_the_same_are_a_mistake() {
        List<Route> twice = List.of(
                Route.get("/a/{b}", "A route of the test")
                        .parameters(Parameter.path("b", Schema.TEXT, "Any", Function.identity()))
                        .openQuery()
                        .responds(200, "The answer")
                        .handledBy(call -> Response.of(204)),
                Route.get("/a/{b}", "A route of the test")
                        .parameters(Parameter.path("b", Schema.TEXT, "Any", Function.identity()))
                        .openQuery()
                        .responds(200, "The answer")
                        .handledBy(call -> Response.of(204)));
        assertThrows(IllegalArgumentException.class, () -> new Router(twice));
        List<Route> ambiguous = List.of(
                Route.get("/a/{b}", "A route of the test")
                        .parameters(Parameter.path("b", Schema.TEXT, "Any", Function.identity()))
                        .openQuery()
                        .responds(200, "The answer")
                        .handledBy(call -> Response.of(204)),
                Route.put("/a/{c}", "A route of the test")
                        .parameters(Parameter.path("c", Schema.TEXT, "Any", Function.identity()))
                        .openQuery()
                        .responds(200, "The answer")
                        .handledBy(call -> Response.of(204)));
        assertThrows(IllegalArgumentException.class, () -> new Router(ambiguous));
    }

    private long count(String method, String uri, String status) {
        return metrics.timer("http.server.requests", "method", method, "uri", uri, "status", status)
                .count();
    }

    private Response answer(Handler handler) {
        try (Api api = api(ApiSettings.DEFAULTS, handler)) {
            return api.handle(get("/thing"));
        }
    }

    private Api api(ApiSettings settings, Handler handler) {
        return new Api(settings, routes(handler), () -> true, metrics);
    }

    private static List<Route> routes(Handler handler) {
        return List.of(
                Route.get("/thing", "A route of the test")
                        .openQuery()
                        .responds(200, "The answer")
                        .handledBy(handler),
                Route.get("/thing/{id}", "A route of the test")
                        .parameters(Parameter.path("id", Schema.TEXT, "Any", Function.identity()))
                        .openQuery()
                        .responds(200, "The answer")
                        .handledBy(handler),
                Route.get("/operator", "A route of the test")
                        .kind(Route.Kind.OPERATIONS)
                        .openQuery()
                        .responds(200, "The answer")
                        .handledBy(call -> Response.of(204)));
    }

    private static ApiSettings settings(Duration deadline, int maxConcurrent, int maxQueued) {
        return ApiSettings.builder()
                .deadline(deadline)
                .maxConcurrent(maxConcurrent)
                .maxQueued(maxQueued)
                .maxStreams(1)
                .maxListeners(1)
                .build();
    }

    private static Request get(String path) {
        return new Request("GET", "", path, "", name -> List.of(), Body.NONE);
    }

    private static String text(Response response) {
        return response.payload() instanceof Payload.Bytes(byte[] bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : "";
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
