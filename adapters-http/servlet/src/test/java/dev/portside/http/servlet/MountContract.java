package dev.portside.http.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.readiness.Readiness;
import dev.portside.application.user.UserAccounts;
import dev.portside.http.Response;
import dev.portside.http.contract.HttpServerFixture;
import dev.portside.http.contract.Wire;
import dev.portside.http.hosts.HostServlet;
import dev.portside.http.operation.OperationRoutes;
import dev.portside.http.pipeline.Api;
import dev.portside.http.pipeline.ApiSettings;
import dev.portside.http.route.Route;
import dev.portside.http.server.HttpServer;
import dev.portside.http.server.ServerSettings;
import dev.portside.http.user.UserRoutes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Contract of the servlet at any place of a host, beside what the host serves itself. */
interface MountContract {

    Place BACKEND = new Place("", "/backend/*");

    /** Everything else is the host's, also what lies right beside. */
    Place USERS_ALONE = new Place("", "/api/v1/users/*").told("");

    Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

    /** Starts a host that has its own servlet as well, and ours as its error page. */
    HttpServer start(ServerSettings settings, Api api, Place place);

    @Test
    default void links_lead_back_to_the_api_wherever_it_is() throws Exception {
        for (Place place : List.of(
                Place.ROOT,
                BACKEND,
                new Place("", "/"),
                new Place("", "/a b/c/*"),
                USERS_ALONE,
                new Place("/shop", "/a b/api/v1/users/*").told("/a b"),
                new Place("/shop", "/*"),
                new Place("/shop", "/backend/v2/*"))) {
            at(place, (port, wire) -> {
                String prefix = place.prefix().replace(" ", "%20");
                for (String name : List.of("ada", "grace")) {
                    String location =
                            register(wire, prefix, name).field("Location").orElseThrow();
                    assertTrue(location.startsWith(prefix + "/api/v1/users/"), location);
                    assertTrue(wire.request("GET", location).answer().body().contains(name));
                }
                Wire.Answer page =
                        wire.request("GET", prefix + "/api/v1/users?limit=1").answer();
                Matcher next = NEXT.matcher(page.field("Link").orElseThrow());
                assertTrue(next.find(), page.toString());
                assertTrue(next.group(1).startsWith(prefix + "/api/v1/users?"), next.group(1));
                assertTrue(wire.request("GET", next.group(1)).answer().body().contains("ada"));
            });
        }
    }

    @Test
    default void routes_are_found_by_what_follows_the_prefix_and_by_nothing_else() throws Exception {
        at(BACKEND, (port, wire) -> {
            assertEquals(200, wire.request("GET", "/backend/health").answer().status());
            HttpServerFixture.assertProblem(
                    404,
                    "unknown_path",
                    wire.request("GET", "/backend/backend/health").answer());
            for (String target : List.of("/health", "/backendhealth", "/other/health", "/backend", "/backend/")) {
                assertEquals(404, wire.request("GET", target).answer().status(), target);
            }
        });
    }

    @Test
    default void a_servlet_that_is_told_its_place_answers_whatever_it_is_mapped_to_and_nothing_else() throws Exception {
        at(USERS_ALONE, (port, wire) -> {
            assertEquals(200, wire.request("GET", "/api/v1/users").answer().status());
            for (String target : List.of("/api/v1/users/nobody/at/all", "/api/v1/users/")) {
                HttpServerFixture.assertProblem(
                        404, "unknown_path", wire.request("GET", target).answer());
            }
            assertEquals(
                    HostServlet.STATUS,
                    wire.request("GET", HostServlet.PATH).answer().status());
            for (String target : List.of("/health", "/api/v1/usersandmore", "/api/v1/api/v1/users")) {
                assertEquals(404, wire.request("GET", target).answer().status(), target);
            }
        });
    }

    @Test
    default void a_place_is_written_as_a_prefix() throws Exception {
        try (Api api = new Api(ApiSettings.DEFAULTS, List.of(), () -> true, new SimpleMeterRegistry())) {
            for (String place : List.of("/", "backend", "/backend/")) {
                assertThrows(IllegalArgumentException.class, () -> PortsideServlet.at(place, api), place);
            }
        }
    }

    @Test
    default void a_prefix_is_taken_as_it_is_written() throws Exception {
        at(BACKEND, (port, unused) -> {
            for (String detour : List.of(
                    "/%62ackend/health",
                    "/x/../backend/health",
                    "/backend/../backend/health",
                    "/./backend/health",
                    "//backend/health",
                    "/backend//health",
                    "/backend;x=1/health",
                    "/BACKEND/health",
                    "/backend%2fhealth")) {
                try (Wire wire = Wire.to(port)) {
                    int status = wire.request("GET", detour).answer().status();
                    assertTrue(status == 404 || status == 400, detour + " was answered " + status);
                }
            }
        });
    }

    @Test
    default void the_api_words_what_the_host_refuses_when_it_is_its_error_page() throws Exception {
        at(BACKEND, (port, wire) -> {
            HttpServerFixture.assertProblem(
                    HostServlet.STATUS,
                    "malformed_request",
                    wire.request("GET", HostServlet.PATH).answer());
            assertEquals(
                    HostServlet.STATUS,
                    wire.request("HEAD", HostServlet.PATH).answerToHead().status());
            assertEquals(404, wire.request("GET", BACKEND.errorPage()).answer().status(), "it is no route");
        });
    }

    @Test
    default void a_stream_that_breaks_is_made_once_also_where_the_error_page_is_ours() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Route broken = Route.get("/broken", "A route of the test")
                .openQuery()
                .responds(200, "The answer")
                .handledBy(call -> Response.stream(200, "text/plain", out -> {
                    made.incrementAndGet();
                    throw new IOException("This stream breaks on purpose.");
                }));
        at(BACKEND, List.of(broken), (port, wire) -> {
            wire.request("GET", "/backend/broken");
            assertThrows(IOException.class, wire::answer);
        });
        assertEquals(1, made.get());
    }

    @Test
    default void a_body_that_cannot_be_read_is_a_problem() throws Exception {
        at(BACKEND, (port, wire) -> {
            wire.request(
                    "POST",
                    "/backend/api/v1/users",
                    "Content-Type: application/json",
                    "Transfer-Encoding: chunked",
                    "X-Request-Id: mine");
            Wire.Answer refusal = wire.text("not a chunk\r\n").answer();
            assertEquals(400, refusal.status());
            assertEquals(Optional.of("application/problem+json"), refusal.field("Content-Type"));
            assertEquals(Optional.of("mine"), refusal.field("X-Request-Id"));
            assertTrue(wire.isClosedByServer());
        });
    }

    /** A test of a host, and a connection to it. */
    @FunctionalInterface
    interface Visit {
        void by(int port, Wire wire) throws Exception;
    }

    private void at(Place place, Visit visit) throws Exception {
        at(place, List.of(), visit);
    }

    private void at(Place place, List<Route> more, Visit visit) throws Exception {
        List<Route> routes =
                new ArrayList<>(OperationRoutes.of(new Readiness(Duration.ofSeconds(1)), Optional.of(() -> "")));
        routes.addAll(UserRoutes.of(new UserAccounts(new InMemoryUserStore(), Clock.systemUTC()), false));
        routes.addAll(more);
        try (Api api = new Api(ApiSettings.DEFAULTS, routes, () -> true, new SimpleMeterRegistry())) {
            HttpServer host = start(HttpServerFixture.SETTINGS, api, place);
            try (Wire wire = Wire.to(host.port())) {
                visit.by(host.port(), wire);
            } finally {
                host.stop(Duration.ofSeconds(5));
            }
        }
    }

    private static Wire.Answer register(Wire wire, String prefix, String name) throws IOException {
        String user = "{\"name\":\"" + name + "\",\"email\":\"" + name + "@example.org\"}";
        Wire.Answer created = wire.request(
                        "POST",
                        prefix + "/api/v1/users",
                        "Content-Type: application/json",
                        "Content-Length: " + user.length())
                .text(user)
                .answer();
        assertEquals(201, created.status(), created.body());
        return created;
    }
}
