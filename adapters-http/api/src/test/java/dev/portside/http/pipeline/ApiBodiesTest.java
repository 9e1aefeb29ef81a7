package dev.portside.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.http.Body;
import dev.portside.http.Headers;
import dev.portside.http.Problem;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.route.Route;
import dev.portside.http.route.Schema;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of the memory that bodies share. */
@Timeout(60)
class ApiBodiesTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void pictures_take_no_more_of_the_memory_than_their_bytes() throws Exception {
        // A good half is for work: enough for four of them, and for a quarter of one if it were read as JSON is.
        ApiSettings settings = withBodyMemory(1_600_000);
        Semaphore working = new Semaphore(0);
        CountDownLatch go = new CountDownLatch(1);
        Route pictures = Route.post("/thing", "A route of the test")
                .openQuery()
                .consumes(Set.of("image/png"), Schema.TEXT)
                .responds(200, "The answer")
                .handledBy(call -> {
                    working.release();
                    uninterruptibly(go);
                    return Response.of(204);
                });
        try (Api api = new Api(settings, List.of(pictures), () -> true, metrics);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Body picture = new StalledBody(200_000, new CountDownLatch(0), new CountDownLatch(0));
                answers.add(executor.submit(() -> api.handle(post("image/png", picture))));
                assertTrue(working.tryAcquire(30, TimeUnit.SECONDS), "picture " + i + " waits for memory");
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
        List<Route> routes = List.of(Route.post("/thing", "A route of the test")
                .openQuery()
                .consumes(Set.of("application/json"), Schema.TEXT)
                .responds(200, "The answer")
                .handledBy(call -> Response.of(204)));
        try (Api api = new Api(settings, routes, () -> true, metrics);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> slow = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                slow.add(executor.submit(() -> api.handle(post(new StalledBody(900_000, stalled, go)))));
            }
            assertTrue(stalled.await(30, TimeUnit.SECONDS));

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
        List<Route> routes = List.of(Route.post("/thing", "A route of the test")
                .openQuery()
                .consumes(Set.of("image/*"), Schema.TEXT)
                .responds(200, "The answer")
                .handledBy(call -> Response.of(204)));
        try (Api api = new Api(withBodyMemory(12 * 1024 * 1024), routes, () -> true, metrics);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Response> slow = executor.submit(() -> api.handle(picture(new StalledBody(900_000, stalled, go))));
            assertTrue(stalled.await(30, TimeUnit.SECONDS));
            FutureTask<Response> waiting = new FutureTask<>(
                    () -> api.handle(picture(new StalledBody(900_000, second, new CountDownLatch(0)))));
            Thread waits = Thread.ofPlatform().start(waiting);
            while (waits.getState() != Thread.State.TIMED_WAITING) {
                assertFalse(waiting.isDone());
                Thread.sleep(1);
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
        List<Route> routes = List.of(Route.post("/thing", "A route of the test")
                .openQuery()
                .consumes(Set.of("image/*"), Schema.TEXT)
                .responds(200, "The answer")
                .handledBy(call -> {
                    bodies.add(call.body());
                    if (bodies.size() == 2) {
                        throw Problem.of(422, "not_an_image", "Refused").exception();
                    }
                    if (bodies.size() == 3) {
                        throw new Fault(Fault.Category.TIMEOUT, "Given up");
                    }
                    return Response.of(204);
                }));
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
        return ApiSettings.builder()
                .maxBody(1 << 20)
                .maxEventsBody(1 << 20)
                .maxBodyMemory(memory)
                .minBodyRate(0)
                .maxUri(8_192)
                .maxJsonDepth(32)
                .maxJsonString(65_536)
                .deadline(Duration.ofSeconds(20))
                .maxConcurrent(100)
                .maxQueued(100)
                .maxStreams(1)
                .maxListeners(1)
                .build();
    }

    private static Request picture(Body body) {
        return post("image/jpeg", body);
    }

    private static Request post(Body body) {
        return post("application/json", body);
    }

    private static Request post(String type, Body body) {
        Headers headers = name -> name.equals("Content-Type") ? List.of(type) : List.of();
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

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
