package dev.portside.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.readiness.Readiness;
import dev.portside.http.Body;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.operation.OperationRoutes;
import dev.portside.http.route.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** For which hosts, by which paths and how often at a time the API answers. */
class ApiTargetsTest {

    @Test
    void a_page_that_rebinds_its_name_reads_nothing() {
        ApiSettings settings = ApiSettings.builder()
                .allowedHosts(new AllowedHosts.LoopbackAnd(Set.of("api.example")))
                .build();
        try (Api api = api(settings, new CountDownLatch(0), new CountDownLatch(0))) {
            for (String target : List.of("/metrics", "/nowhere")) {
                assertEquals(
                        421, api.handle(get(target, "", "evil.example:8080")).status(), target);
            }
            // Orchestrators and balancers ask by address.
            assertEquals(200, api.handle(get("/health", "", "10.1.2.3:8080")).status());
            assertEquals(200, api.handle(get("/health", "", "localhost:8080")).status());
            assertEquals(200, api.handle(get("/health", "", "api.example")).status());
            assertEquals(400, api.handle(get("/health", "", "u@localhost")).status());
        }
    }

    @Test
    void what_a_proxy_keeps_inside_has_one_way_to_be_written() {
        try (Api api = api(ApiSettings.DEFAULTS, new CountDownLatch(0), new CountDownLatch(0))) {
            assertEquals(200, api.handle(get("/metrics", "", "a")).status());
            for (String detour : List.of(
                    "/%6detrics",
                    "/metric%73",
                    "/%6D%65trics",
                    "//metrics",
                    "/./metrics",
                    "/a/../metrics",
                    "/%2e/metrics",
                    "/metrics/",
                    "/metrics;a",
                    "/METRICS",
                    "/metrics%00",
                    "/%2fmetrics")) {
                int status = api.handle(get(detour, "", "a")).status();
                assertTrue(status == 404 || status == 400, detour + " was answered " + status);
            }
        }
    }

    @Test
    void probes_have_no_parameters_either() {
        try (Api api = api(ApiSettings.DEFAULTS, new CountDownLatch(0), new CountDownLatch(0))) {
            for (String target : List.of("/health", "/metrics")) {
                assertEquals(200, api.handle(get(target, "", "a")).status());
                assertEquals(400, api.handle(get(target, "a=b", "a")).status());
            }
        }
    }

    @Test
    void pages_of_metrics_are_answered_or_shed_and_health_is_answered_all_the_same() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        int asked = 200;
        List<Response> answers = new ArrayList<>();
        try (Api api = api(ApiSettings.DEFAULTS, begun, mayEnd);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> pages = new ArrayList<>();
            for (int i = 0; i < asked; i++) {
                pages.add(threads.submit(() -> api.handle(get("/metrics", "", "a"))));
            }
            assertTrue(begun.await(30, TimeUnit.SECONDS));
            assertEquals(200, api.handle(get("/health", "", "a")).status());
            // Those that find no place are refused before any page is done.
            while (pages.stream().filter(Future::isDone).count() < asked - 4 - 64) {
                Thread.sleep(1);
            }
            mayEnd.countDown();
            for (Future<Response> page : pages) {
                answers.add(page.get(30, TimeUnit.SECONDS));
            }
        }
        assertEquals(
                4 + 64,
                answers.stream().filter(answer -> answer.status() == 200).count());
        assertTrue(answers.stream()
                .filter(answer -> answer.status() != 200)
                .allMatch(answer ->
                        answer.status() == 503 && answer.first("Retry-After").isPresent()));
    }

    private static Api api(ApiSettings settings, CountDownLatch begun, CountDownLatch mayEnd) {
        Readiness readiness = new Readiness(Duration.ofSeconds(1));
        List<Route> routes = OperationRoutes.of(readiness, Optional.of(() -> {
            begun.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "";
        }));
        return new Api(settings, routes, () -> true, new SimpleMeterRegistry());
    }

    private static Request get(String path, String query, String host) {
        return new Request("GET", "", path, query, name -> name.equals("Host") ? List.of(host) : List.of(), Body.NONE);
    }
}
