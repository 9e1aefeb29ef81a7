package dev.portside.http.operation;

import dev.portside.application.readiness.Readiness;
import dev.portside.http.Response;
import dev.portside.http.json.Json;
import dev.portside.http.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What whoever runs the server asks for: is it alive, is it ready, how does it do. */
public final class OperationRoutes {

    private static final byte[] UP = Json.write(json -> {
        json.writeStartObject();
        json.writeStringProperty("status", "up");
        json.writeEndObject();
    });

    /** Nobody scrapes more often; to collect all metrics takes milliseconds. */
    private static final Duration METRICS_AGE = Duration.ofSeconds(1);

    private OperationRoutes() {}

    /**
     * The routes {@code /health} and {@code /ready}, and {@code /metrics} where there is such a page.
     *
     * @param metrics makes the page for Prometheus, in its text format 0.0.4
     */
    public static List<Route> of(Readiness readiness, Optional<Supplier<String>> metrics) {
        List<Route> routes = new ArrayList<>(List.of(
                Route.operations("GET", "/health", call -> json(200, UP)).taking(),
                Route.operations("GET", "/ready", call -> ready(readiness.report()))
                        .taking()));
        metrics.map(page -> new SharedPage(page, METRICS_AGE, System::nanoTime))
                .ifPresent(page ->
                        routes.add(Route.report("GET", "/metrics", call -> uncached(metricsPage(page.bytes())))
                                .taking()));
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
        return uncached(Response.of(status, "application/json", body));
    }

    private static Response uncached(Response response) {
        return response.with("Cache-Control", "no-store");
    }
}
