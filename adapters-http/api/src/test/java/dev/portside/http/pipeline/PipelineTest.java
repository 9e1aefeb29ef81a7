package dev.portside.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.http.Body;
import dev.portside.http.Problem;
import dev.portside.http.Request;
import dev.portside.http.Response;
import dev.portside.http.route.Parameter;
import dev.portside.http.route.Principal;
import dev.portside.http.route.Route;
import dev.portside.http.route.Schema;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PipelineTest {

    private final List<String> passed = new ArrayList<>();

    @Test
    void a_call_passes_the_filters_in_the_documented_order() {
        try (Api api = api(UnaryOperator.identity())) {
            assertEquals(
                    List.of(
                            "trace",
                            "access-log",
                            "cors",
                            "response-limits",
                            "compression",
                            "unread-body",
                            "problems",
                            "deadline",
                            "request-limits",
                            "hosts",
                            "conditional",
                            "vary"),
                    api.filters());
        }
    }

    @Test
    void a_filter_of_ones_own_is_passed_at_its_named_place() {
        try (Api api = api(pipeline -> pipeline.before("deadline", "one", (call, next) -> {
                    passed.add("one " + call.route().isPresent());
                    Response response = next.handle(call);
                    passed.add("one " + call.template());
                    return response.with("X-One", "1");
                })
                .after("hosts", "two", (call, next) -> {
                    passed.add("two");
                    return next.handle(call);
                }))) {
            assertEquals(Optional.of("1"), api.handle(get("/thing/7", "")).first("X-One"));
            assertEquals(List.of("one false", "two", "one /thing/{id}"), passed);
            assertEquals("one", api.filters().get(api.filters().indexOf("deadline") - 1));
        }
    }

    @Test
    void a_filter_can_refuse_with_a_problem_that_carries_what_every_answer_does() {
        try (Api api = api(pipeline -> pipeline.after("hosts", "closed", (call, next) -> {
            throw Problem.of(403, "closed", "closed today").exception();
        }))) {
            Response refused = api.handle(get("/thing/7", ""));
            assertEquals(403, refused.status());
            assertTrue(refused.first("X-Request-Id").isPresent());
        }
    }

    @Test
    void a_filter_that_fails_outside_of_everything_is_answered_with_500() {
        try (Api api = api(pipeline -> pipeline.before("trace", "broken", (call, next) -> {
            throw new IllegalStateException("broken");
        }))) {
            assertEquals(500, api.handle(get("/thing/7", "")).status());
        }
    }

    @Test
    void a_place_that_is_not_there_and_a_name_that_is_taken_are_mistakes() {
        assertThrows(
                IllegalArgumentException.class,
                () -> api(pipeline -> pipeline.before("nowhere", "one", (call, next) -> next.handle(call))));
        assertThrows(
                IllegalArgumentException.class,
                () -> api(pipeline -> pipeline.before("cors", "cors", (call, next) -> next.handle(call))));
    }

    @Test
    void a_call_has_a_principal_a_deadline_and_a_request_id() {
        Route route = Route.get("/who", "Shows the call")
                .responds(200, "The call")
                .handledBy(call -> {
                    assertEquals(Principal.ANONYMOUS, call.principal());
                    assertTrue(call.timeLeft().compareTo(Duration.ofSeconds(10)) <= 0);
                    return Response.of(204).with("X-Seen", call.requestId());
                });
        try (Api api = new Api(ApiSettings.DEFAULTS, List.of(route), () -> true, new SimpleMeterRegistry())) {
            Response response = api.handle(get("/who", ""));
            assertEquals(response.first("X-Request-Id"), response.first("X-Seen"));
        }
    }

    @Test
    void a_declared_parameter_is_read_checked_and_has_its_default() {
        try (Api api = api(UnaryOperator.identity())) {
            assertEquals("2", value(api, "size=2"));
            assertEquals("5", value(api, ""));
            assertEquals(400, api.handle(get("/thing/7", "size=0")).status());
            assertEquals(400, api.handle(get("/thing/7", "sise=1")).status());
        }
    }

    @Test
    void a_route_without_a_whole_declaration_does_not_start() {
        assertThrows(
                IllegalArgumentException.class, () -> Route.get("/a", "Reads a").handledBy(call -> Response.of(204)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Route.get("/a/{b}", "Reads b").responds(204, "Nothing").handledBy(call -> Response.of(204)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Route.get("/a", " ").responds(204, "Nothing").handledBy(call -> Response.of(204)));
    }

    private static String value(Api api, String query) {
        return api.handle(get("/thing/7", query)).first("X-Size").orElseThrow();
    }

    private static Api api(UnaryOperator<Pipeline> customization) {
        Parameter<String> id = Parameter.path("id", Schema.TEXT, "Any", text -> text);
        Parameter<Integer> size = Parameter.number("size", 10, "Any").orElse(5);
        Route route = Route.get("/thing/{id}", "Reads a thing")
                .parameters(id, size)
                .responds(204, "Nothing")
                .handledBy(call -> Response.of(204).with("X-Size", Integer.toString(call.get(size))));
        return new Api(
                ApiSettings.DEFAULTS,
                List.of(route),
                () -> true,
                new SimpleMeterRegistry(),
                AccessLog.SLF4J,
                customization);
    }

    private static Request get(String path, String query) {
        return new Request("GET", "", path, query, name -> List.of(), Body.NONE);
    }
}
