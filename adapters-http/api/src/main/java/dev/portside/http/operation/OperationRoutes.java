package dev.portside.http.operation;

import dev.portside.application.readiness.Readiness;
import dev.portside.http.Response;
import dev.portside.http.json.Json;
import dev.portside.http.route.Route;
import dev.portside.http.route.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Routes for the operator: liveness, readiness and metrics. */
public final class OperationRoutes {

    private static final byte[] UP = Json.write(json -> {
        json.writeStartObject();
        json.writeStringProperty("status", "up");
        json.writeEndObject();
    });

    /** No client scrapes more often; collecting all of them takes milliseconds. */
    private static final Duration METRICS_AGE = Duration.ofSeconds(1);

    private static final String JSON = "application/json";

    private OperationRoutes() {}

    /**
     * The routes {@code /health} and {@code /ready}, and {@code /metrics} where there is such a page.
     *
     * @param metrics makes the page for Prometheus, in its text format 0.0.4
     */
    public static List<Route> of(Readiness readiness, Optional<Supplier<String>> metrics) {
        Schema status = Schema.object(
                Schema.required("status", Schema.TEXT, "ready, degraded, not_ready or draining"),
                Schema.required("dependencies", Schema.map(Schema.oneOf(List.of("up", "down"))), "State of each"),
                Schema.optional("reasons", Schema.map(Schema.TEXT), "The reason for each that is down"));
        List<Route> routes = new ArrayList<>(List.of(
                Route.get("/health", "Answers while the process lives")
                        .kind(Route.Kind.OPERATIONS)
                        .responds(200, "It lives", JSON, Schema.object(Schema.required("status", Schema.TEXT, "up")))
                        .handledBy(call -> json(200, UP)),
                Route.get("/ready", "Answers whether requests are accepted")
                        .kind(Route.Kind.OPERATIONS)
                        .responds(200, "They are", JSON, status)
                        .responds(503, "They are not; reasons says why", JSON, status)
                        .handledBy(call -> ready(readiness.report()))));
        metrics.map(page -> new SharedPage(page, METRICS_AGE, System::nanoTime))
                .ifPresent(page -> routes.add(Route.get("/metrics", "Answers the metrics in Prometheus's text format")
                        .kind(Route.Kind.REPORT)
                        .responds(200, "The metrics", "text/plain", Schema.TEXT)
                        .scopes("metrics")
                        .handledBy(call -> uncached(metricsPage(page.bytes())))));
        return routes;
    }

    private static Response metricsPage(byte[] text) {
        return Response.of(200, "text/plain; version=0.0.4; charset=utf-8", text);
    }

    private static Response ready(Readiness.Report report) {
        byte[] body = Json.write(json -> {
            json.writeStartObject();
            json.writeStringProperty("status", report.status().name().toLowerCase(Locale.ROOT));
            json.writeObjectPropertyStart("dependencies");
            report.dependencies().forEach((name, alive) -> json.writeStringProperty(name, alive ? "up" : "down"));
            json.writeEndObject();
            if (!report.reasons().isEmpty()) {
                json.writeObjectPropertyStart("reasons");
                report.reasons().forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            json.writeEndObject();
        });
        boolean accepts = report.status().acceptsRequests();
        Response response = json(accepts ? 200 : 503, body);
        return accepts ? response : response.with("Retry-After", "1");
    }

    private static Response json(int status, byte[] body) {
        return uncached(Response.of(status, JSON, body));
    }

    private static Response uncached(Response response) {
        return response.with("Cache-Control", "no-store");
    }
}
