package dev.portside.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every route has in common, without a server. */
@Timeout(30)
class ApiTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void a_fault_is_answered_by_its_category_and_tells_nothing_of_the_inside() {
        Map<Fault.Category, Integer> statuses = Map.of(
                Fault.Category.UNAVAILABLE, 503,
                Fault.Category.OVERLOADED, 429,
                Fault.Category.TIMEOUT, 504,
                Fault.Category.BUG, 500);
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
        try (Api api = api(settings(Duration.ofMillis(100), 10, 10), call -> {
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
        try (Api api = api(settings(Duration.ofMillis(50), 10, 10), call -> {
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
            assertTrue(busy.await(10, TimeUnit.SECONDS));
            for (int i = 0; i < 20; i++) {
                answers.add(executor.submit(() -> api.handle(get("/thing"))));
            }
            // One waits; so does nobody else from now on.
            while (answers.stream().filter(Future::isDone).count() < 19) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("Too many wait");
                }
                Thread.onSpinWait();
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
    void pictures_take_no_more_of_the_memory_than_their_bytes() throws Exception {
        // A good half is for work: enough for four of them, and for a quarter of one if it were read as JSON is.
        ApiSettings settings = withBodyMemory(1_600_000);
        Semaphore working = new Semaphore(0);
        CountDownLatch go = new CountDownLatch(1);
        Route pictures = Route.business("POST", "/thing", call -> {
                    working.release();
                    uninterruptibly(go);
                    return Response.of(204);
                })
                .consuming(Set.of("image/png"));
        try (Api api = new Api(settings, List.of(pictures), () -> true, metrics);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Body picture = new StalledBody(200_000, new CountDownLatch(0), new CountDownLatch(0));
                answers.add(executor.submit(() -> api.handle(post("image/png", picture))));
                assertTrue(working.tryAcquire(10, TimeUnit.SECONDS), "picture " + i + " waits for memory");
            }
            go.countDown();
            for (Future<Response> answer : answers) {
                assertEquals(204, answer.get().status());
            }
        }
    }

    @Test
    void bodies_on_their_way_do_not_fill_the_heap() throws Exception {
        ApiSettings settings = withBodyMemory(12 * 1024 * 1024);
        CountDownLatch stalled = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        List<Route> routes = List.of(
                Route.business("POST", "/thing", call -> Response.of(204)).consuming(Set.of("application/json")));
        try (Api api = new Api(settings, routes, () -> true, metrics);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> slow = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                slow.add(executor.submit(() -> api.handle(post(new StalledBody(900_000, stalled, go)))));
            }
            assertTrue(stalled.await(10, TimeUnit.SECONDS));

            Response refused = api.handle(post(new StalledBody(900_000, new CountDownLatch(1), new CountDownLatch(0))));
            assertEquals(503, refused.status());
            assertEquals(Optional.of("close"), refused.first("Connection"));
            assertEquals(
                    204,
                    api.handle(post(new StalledBody(1_000, stalled, new CountDownLatch(0))))
                            .status());

            go.countDown();
            for (Future<Response> one : slow) {
                assertEquals(204, one.get().status());
            }
            assertEquals(
                    204, api.handle(post(new StalledBody(900_000, stalled, go))).status());
        }
    }

    @Test
    void a_picture_waits_until_those_before_it_leave_memory_for_it() throws Exception {
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        List<Route> routes = List.of(
                Route.business("POST", "/thing", call -> Response.of(204)).consuming(Set.of("image/*")));
        try (Api api = new Api(withBodyMemory(12 * 1024 * 1024), routes, () -> true, metrics);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Response> slow = executor.submit(() -> api.handle(picture(new StalledBody(900_000, stalled, go))));
            assertTrue(stalled.await(10, TimeUnit.SECONDS));
            FutureTask<Response> waiting = new FutureTask<>(
                    () -> api.handle(picture(new StalledBody(900_000, second, new CountDownLatch(0)))));
            Thread waits = Thread.ofPlatform().start(waiting);
            while (waits.getState() != Thread.State.TIMED_WAITING) {
                assertFalse(waiting.isDone());
                Thread.onSpinWait();
            }
            assertEquals(1, second.getCount());

            go.countDown();
            assertEquals(204, slow.get().status());
            assertEquals(204, waiting.get().status());
        }
    }

    @Test
    void a_large_body_lies_where_the_one_before_lay_but_not_when_work_on_that_failed() {
        List<ByteBuffer> bodies = new ArrayList<>();
        List<Route> routes = List.of(Route.business("POST", "/thing", call -> {
                    bodies.add(call.body());
                    if (bodies.size() == 2) {
                        throw Problem.of(422, "not_an_image", "Refused").refusal();
                    }
                    if (bodies.size() == 3) {
                        throw new Fault(Fault.Category.TIMEOUT, "Given up");
                    }
                    return Response.of(204);
                })
                .consuming(Set.of("image/*")));
        try (Api api = new Api(withBodyMemory(12 * 1024 * 1024), routes, () -> true, metrics)) {
            for (int size : new int[] {900_000, 890_000, 880_000, 870_000}) {
                var unused = api.handle(picture(new StalledBody(size, new CountDownLatch(1), new CountDownLatch(0))));
            }
        }
        assertEquals(
                List.of(900_000, 890_000, 880_000, 870_000),
                bodies.stream().map(ByteBuffer::remaining).toList());
        assertSame(lyingIn(bodies.get(0)), lyingIn(bodies.get(1)));
        assertSame(lyingIn(bodies.get(1)), lyingIn(bodies.get(2)));
        assertNotSame(lyingIn(bodies.get(2)), lyingIn(bodies.get(3)));
    }

    @SuppressWarnings("ByteBufferBackingArray") // compared, and not read
    private static byte[] lyingIn(ByteBuffer body) {
        return body.array();
    }

    private static ApiSettings withBodyMemory(int memory) {
        ApiSettings defaults = ApiSettings.DEFAULTS;
        return new ApiSettings(
                defaults.corsOrigins(),
                1 << 20,
                1 << 20,
                memory,
                0,
                8_192,
                32,
                65_536,
                Duration.ofSeconds(20),
                100,
                100,
                1,
                1,
                false);
    }

    private static Request picture(Body body) {
        Headers headers = name -> name.equals("Content-Type") ? List.of("image/jpeg") : List.of();
        return new Request("POST", "", "/thing", "", headers, body);
    }

    /** Sends its bytes but for the last, and that one when it may. */
    private record StalledBody(int size, CountDownLatch stalled, CountDownLatch go) implements Body {

        @Override
        public long declaredLength() {
            return size;
        }

        @Override
        @SuppressWarnings("InputStreamSlowMultibyteRead") // it is one byte
        public InputStream open() {
            return new SequenceInputStream(new ByteArrayInputStream(new byte[size - 1]), new InputStream() {
                private boolean sent;

                @Override
                public int read() {
                    stalled.countDown();
                    uninterruptibly(go);
                    boolean first = !sent;
                    sent = true;
                    return first ? ' ' : -1;
                }
            });
        }
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
                Route.business("GET", "/a/{b}", call -> Response.of(204)),
                Route.business("GET", "/a/{b}", call -> Response.of(204)));
        assertThrows(IllegalArgumentException.class, () -> new Router(twice));
        List<Route> ambiguous = List.of(
                Route.business("GET", "/a/{b}", call -> Response.of(204)),
                Route.business("PUT", "/a/{c}", call -> Response.of(204)));
        assertThrows(IllegalArgumentException.class, () -> new Router(ambiguous));
    }

    private long count(String method, String uri, String status) {
        return metrics.timer("http.server.requests", "method", method, "uri", uri, "status", status)
                .count();
    }

    private Response answer(Function<Call, Response> handler) {
        try (Api api = api(ApiSettings.DEFAULTS, handler)) {
            return api.handle(get("/thing"));
        }
    }

    private Api api(ApiSettings settings, Function<Call, Response> handler) {
        return new Api(settings, routes(handler), () -> true, metrics);
    }

    private static List<Route> routes(Function<Call, Response> handler) {
        return List.of(
                Route.business("GET", "/thing", handler),
                Route.business("GET", "/thing/{id}", handler),
                Route.operations("GET", "/operator", call -> Response.of(204)));
    }

    private static ApiSettings settings(Duration deadline, int maxConcurrent, int maxQueued) {
        ApiSettings defaults = ApiSettings.DEFAULTS;
        return new ApiSettings(
                defaults.corsOrigins(),
                defaults.maxBody(),
                defaults.maxEventsBody(),
                defaults.maxBodyMemory(),
                defaults.minBodyRate(),
                defaults.maxUri(),
                defaults.maxJsonDepth(),
                defaults.maxJsonString(),
                deadline,
                maxConcurrent,
                maxQueued,
                1,
                1,
                false);
    }

    private static Request get(String path) {
        return new Request("GET", "", path, "", name -> List.of(), Body.NONE);
    }

    private static Request post(Body body) {
        return post("application/json", body);
    }

    private static Request post(String type, Body body) {
        Headers headers = name -> name.equals("Content-Type") ? List.of(type) : List.of();
        return new Request("POST", "", "/thing", "", headers, body);
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
