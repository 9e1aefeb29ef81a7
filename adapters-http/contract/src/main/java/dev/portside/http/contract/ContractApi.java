package dev.portside.http.contract;

import dev.portside.application.readiness.Readiness;
import dev.portside.http.Response;
import dev.portside.http.operation.OperationRoutes;
import dev.portside.http.pipeline.Api;
import dev.portside.http.pipeline.ApiSettings;
import dev.portside.http.route.Call;
import dev.portside.http.route.Parameter;
import dev.portside.http.route.Route;
import dev.portside.http.route.Schema;
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
import java.util.function.Function;

/** An API made to show what a server does with it. */
final class ContractApi implements AutoCloseable {

    private static final Parameter<String> NAME =
            Parameter.path("name", Schema.TEXT, "Name of a field of the header", Function.identity());

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
        ApiSettings settings = ApiSettings.builder()
                .maxBody(MAX_BODY)
                .maxEventsBody(MAX_BODY)
                .minBodyRate(1)
                .deadline(deadline)
                .build();
        Readiness readiness = new Readiness(Duration.ofSeconds(1));
        readiness.started(List.of());
        List<Route> routes = new ArrayList<>(OperationRoutes.of(readiness, Optional.of(() -> "")));
        routes.add(Route.get("/text", "A route of the test")
                .openQuery()
                .responds(200, "The answer")
                .handledBy(call -> text("hello")));
        routes.add(Route.get("/header/{name}", "A route of the test")
                .parameters(NAME)
                .openQuery()
                .responds(200, "The answer")
                .handledBy(call -> text(call.header(call.get(NAME)).orElse("-"))));
        routes.add(Route.post("/echo", "A route of the test")
                .openQuery()
                .consumes(Set.of("application/json"), Schema.TEXT)
                .responds(200, "The answer")
                .handledBy(call -> text(call.json().toString())));
        routes.add(Route.get("/slow", "A route of the test")
                .openQuery()
                .responds(200, "The answer")
                .handledBy(call -> slow()));
        routes.add(Route.post("/slow", "A route of the test")
                .openQuery()
                .consumes(Set.of("application/json"), Schema.TEXT)
                .responds(200, "The answer")
                .handledBy(call -> slow()));
        routes.add(Route.post("/slow-question", "A route of the test")
                .openQuery()
                .consumes(Set.of("application/json"), Schema.TEXT)
                .readsOnly()
                .responds(200, "The answer")
                .handledBy(call -> slow()));
        routes.add(Route.get("/late", "A route of the test")
                .openQuery()
                .responds(200, "The answer")
                .handledBy(call -> late()));
        routes.add(Route.get("/tagged", "A route of the test")
                .openQuery()
                .responds(200, "The answer")
                .handledBy(call -> text("hello").with("ETag", "\"1\"")));
        routes.add(Route.get("/stream", "A route of the test")
                .openQuery()
                .responds(200, "The answer")
                .handledBy(call -> Response.stream(200, "text/plain", out -> {
                    for (int i = 0; i < STREAM_LINES; i++) {
                        out.write("a line of a stream\n".getBytes(StandardCharsets.UTF_8));
                    }
                })));
        routes.add(Route.get("/broken-stream", "A route of the test")
                .openQuery()
                .responds(200, "The answer")
                .handledBy(call -> Response.stream(200, "text/plain", out -> {
                    out.write(new byte[256 * 1024]);
                    throw new IOException("This stream breaks on purpose.");
                })));
        routes.add(Route.get("/stream-that-never-begins", "A route of the test")
                .openQuery()
                .responds(200, "The answer")
                .handledBy(call -> Response.stream(200, "text/plain", out -> {
                    throw new IOException("This stream breaks on purpose.");
                })));
        routes.add(Route.get("/live", "A route of the test")
                .openQuery()
                .responds(200, "The answer")
                .handledBy(call -> Response.endless(200, "text/event-stream", this::live)));
        routes.add(Route.post("/api/v1/analytics", "A route of the test")
                .consumes(Set.of("application/json"), Schema.TEXT)
                .responds(200, "The answer")
                .handledBy(call -> accepted(202, call)));
        routes.add(Route.post("/api/v1/users", "A route of the test")
                .consumes(Set.of("application/json"), Schema.TEXT)
                .responds(200, "The answer")
                .handledBy(call -> accepted(201, call)));
        routes.add(Route.get("/api/v1/users", "A route of the test")
                .parameters(Parameter.query("limit", Schema.TEXT, "Any", Function.identity()))
                .responds(200, "The answer")
                .handledBy(call -> text("[]").with("ETag", "W/\"1\"")));
        routes.add(Route.get("/large", "A route of the test")
                .openQuery()
                .responds(200, "The answer")
                .handledBy(call -> text("x".repeat(LARGE_BYTES))));
        routes.add(Route.get("/empty", "A route of the test")
                .openQuery()
                .responds(200, "The answer")
                .handledBy(call -> Response.of(204)));
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
