package dev.portside.http.contract;

import dev.portside.application.readiness.Readiness;
import dev.portside.http.Response;
import dev.portside.http.operation.OperationRoutes;
import dev.portside.http.pipeline.Api;
import dev.portside.http.pipeline.ApiSettings;
import dev.portside.http.route.Call;
import dev.portside.http.route.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** An API made to show what a server does with it. */
final class ContractApi implements AutoCloseable {

    static final int MAX_BODY = 64 * 1024;
    static final int LARGE_BYTES = 100_000;
    static final int STREAM_LINES = 50_000;

    /** Counted down by each request to {@code /slow} when it has begun. */
    final CountDownLatch slowBegun;

    /** Counted down when a request to {@code /slow} is interrupted. */
    final CountDownLatch slowInterrupted = new CountDownLatch(1);

    /** Ends the requests to {@code /slow}. */
    final CountDownLatch slowMayEnd = new CountDownLatch(1);

    final Api api;

    ContractApi(int slowRequests) {
        this(slowRequests, Duration.ofSeconds(15));
    }

    ContractApi(int slowRequests, Duration deadline) {
        this.slowBegun = new CountDownLatch(slowRequests);
        ApiSettings defaults = ApiSettings.DEFAULTS;
        ApiSettings settings = new ApiSettings(
                defaults.corsOrigins(),
                MAX_BODY,
                MAX_BODY,
                defaults.maxBodyMemory(),
                1,
                defaults.maxUri(),
                defaults.maxJsonDepth(),
                defaults.maxJsonString(),
                deadline,
                defaults.maxConcurrent(),
                defaults.maxQueued(),
                defaults.maxStreams(),
                defaults.maxListeners(),
                false);
        Readiness readiness = new Readiness(Duration.ofSeconds(1));
        readiness.started(List.of());
        List<Route> routes = new ArrayList<>(OperationRoutes.of(readiness, Optional.of(() -> "")));
        routes.add(Route.business("GET", "/text", call -> text("hello")));
        routes.add(Route.business(
                "GET",
                "/header/{name}",
                call -> text(call.header(call.path("name")).orElse("-"))));
        routes.add(Route.business("POST", "/echo", call -> text(call.json().toString()))
                .consuming(Set.of("application/json")));
        routes.add(Route.business("GET", "/slow", call -> slow()));
        routes.add(Route.business("POST", "/slow", call -> slow()).consuming(Set.of("application/json")));
        routes.add(Route.business("POST", "/slow-question", call -> slow())
                .consuming(Set.of("application/json"))
                .onlyAsking());
        routes.add(Route.business("GET", "/late", call -> late()));
        routes.add(Route.business("GET", "/tagged", call -> text("hello").with("ETag", "\"1\"")));
        routes.add(Route.business(
                "GET",
                "/stream",
                call -> Response.stream(200, "text/plain", out -> {
                    for (int i = 0; i < STREAM_LINES; i++) {
                        out.write("a line of a stream\n".getBytes(StandardCharsets.UTF_8));
                    }
                })));
        routes.add(Route.business(
                "GET",
                "/broken-stream",
                call -> Response.stream(200, "text/plain", out -> {
                    out.write(new byte[256 * 1024]);
                    throw new IOException("This stream breaks on purpose.");
                })));
        routes.add(Route.business(
                "GET",
                "/stream-that-never-begins",
                call -> Response.stream(200, "text/plain", out -> {
                    throw new IOException("This stream breaks on purpose.");
                })));
        routes.add(Route.business("GET", "/live", call -> Response.endless(200, "text/event-stream", this::live)));
        routes.add(Route.business("POST", "/api/v1/analytics", call -> accepted(202, call))
                .taking()
                .consuming(Set.of("application/json")));
        routes.add(Route.business("POST", "/api/v1/users", call -> accepted(201, call))
                .taking()
                .consuming(Set.of("application/json")));
        routes.add(Route.business("GET", "/api/v1/users", call -> text("[]").with("ETag", "W/\"1\""))
                .taking("limit"));
        routes.add(Route.business("GET", "/large", call -> text("x".repeat(LARGE_BYTES))));
        routes.add(Route.business("GET", "/empty", call -> Response.of(204)));
        this.api = new Api(settings, routes, () -> true, new SimpleMeterRegistry());
    }

    @Override
    public void close() {
        slowMayEnd.countDown();
        api.close();
    }

    private Response slow() {
        slowBegun.countDown();
        try {
            slowMayEnd.await();
        } catch (InterruptedException e) {
            slowInterrupted.countDown();
            Thread.currentThread().interrupt();
        }
        return text("slow");
    }

    /** Goes on when the test says so. */
    private void live(OutputStream out) throws IOException {
        out.write("first\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        try {
            slowMayEnd.await();
        } catch (InterruptedException e) {
            throw new IOException("Interrupted.", e);
        }
        out.write("second\n".getBytes(StandardCharsets.UTF_8));
    }

    /** Is never done before its deadline. */
    private Response late() {
        try {
            slowMayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("This was interrupted, as the test wants it.", e);
        }
        return text("late");
    }

    private static Response accepted(int status, Call call) {
        return Response.of(status, "application/json", call.json().toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Response text(String text) {
        return Response.of(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }
}
