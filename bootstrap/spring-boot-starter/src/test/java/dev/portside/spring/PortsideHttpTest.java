package dev.portside.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.user.UserAccounts;
import dev.portside.core.InvalidSettings;
import dev.portside.core.Portside;
import dev.portside.domain.user.UserListing;
import dev.portside.http.api.PortsideHttpApi;
import dev.portside.http.servlet.PortsideServlet;
import dev.portside.testkit.user.UserFixtures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The API on the server of an application that has a controller of its own, right beside the API's paths. */
@ExtendWith(OutputCaptureExtension.class)
class PortsideHttpTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final WebApplicationContextRunner application = new WebApplicationContextRunner(
                    AnnotationConfigServletWebServerApplicationContext::new)
            .withConfiguration(AutoConfigurations.of(
                    TomcatServletWebServerAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class,
                    WebMvcAutoConfiguration.class,
                    ErrorMvcAutoConfiguration.class,
                    PortsideAutoConfiguration.class,
                    PortsideHttpAutoConfiguration.class))
            .withBean(OrderController.class, OrderController::new)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withPropertyValues("server.port=0", "server.address=127.0.0.1");

    @Test
    void the_api_is_beside_the_controllers_of_the_application() {
        application.run(context -> {
            assertEquals("no orders", get(context, "/api/v1/orders").body());
            assertUsersAt(context, "");
            assertEquals(404, get(context, "/ready").statusCode(), "what has nothing to do with business is Spring's");
            assertEquals(
                    "application/problem+json",
                    get(context, "/api/v1/users/1/nothing")
                            .headers()
                            .firstValue("Content-Type")
                            .orElseThrow());
            assertEquals(200, get(context, "/api/v1/analytics/events").statusCode());
        });
    }

    @Test
    void the_api_is_of_the_applications_own_accounts_where_it_has_them() {
        UserAccounts own = new UserAccounts(new InMemoryUserStore(), Clock.systemUTC());
        own.register(UserFixtures.newUser("Ada", "ada@example.org"));
        application.withBean(UserAccounts.class, () -> own).run(context -> {
            assertTrue(get(context, "/api/v1/users").body().contains("ada@example.org"));
            assertEquals(
                    0,
                    context.getBean(Portside.class)
                            .users()
                            .list(new UserListing(Optional.empty(), UserListing.Page.FIRST, 10))
                            .users()
                            .size());
        });
    }

    @Test
    void the_log_of_the_application_says_what_was_answered(CapturedOutput output) {
        application.run(context -> {
            get(context, "/api/v1/users");
            String log = output.getAll();
            assertTrue(log.matches("(?s).*GET /api/v1/users 200, \\d+ bytes in [0-9.]+ ms.*"), log);
        });
    }

    @Test
    void with_a_prefix_all_of_the_api_is_below_it() {
        application.withPropertyValues("portside.http.prefix=/backend").run(context -> {
            assertEquals("no orders", get(context, "/api/v1/orders").body());
            assertUsersAt(context, "/backend");
            assertEquals(200, get(context, "/backend/ready").statusCode());
            assertEquals(404, get(context, "/api/v1/users").statusCode());
        });
    }

    @Test
    void links_know_of_the_path_of_the_application() {
        application
                .withPropertyValues("server.servlet.context-path=/shop")
                .run(context -> assertUsersAt(context, "/shop"));
        application
                .withPropertyValues("server.servlet.context-path=/shop", "portside.http.prefix=/backend")
                .run(context -> assertUsersAt(context, "/shop/backend"));
    }

    @Test
    void requests_are_counted_under_a_name_that_is_not_springs() {
        application.run(context -> {
            get(context, "/api/v1/users");
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertEquals(
                    1,
                    meters.get("portside.http.requests")
                            .tag("uri", "/api/v1/users")
                            .timer()
                            .count());
            assertEquals(0, meters.find("http.server.requests").timers().size());
        });
    }

    @Test
    @Timeout(60)
    void answers_without_an_end_do_not_keep_the_application_from_stopping() {
        application
                .withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=600s")
                .run(context -> {
                    HttpResponse<InputStream> live = HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(uri(context, "/api/v1/analytics/live"))
                                            .build(),
                                    BodyHandlers.ofInputStream());
                    assertEquals(200, live.statusCode());

                    context.close();
                    live.body().readAllBytes();
                });
    }

    @Test
    void limits_are_those_of_the_application() {
        application
                .withPropertyValues(
                        "portside.http.max-body=1KB",
                        "portside.http.require-if-match=true",
                        "portside.http.cors-origins=https://app.example.org")
                .run(context -> {
                    assertEquals(
                            413,
                            post(context, "/api/v1/users", " ".repeat(1_025)).statusCode());
                    HttpResponse<String> removed = send(HttpRequest.newBuilder(uri(context, "/api/v1/users/1"))
                            .DELETE());
                    assertEquals(428, removed.statusCode(), removed.body());
                    HttpResponse<String> crossing = send(HttpRequest.newBuilder(uri(context, "/api/v1/users"))
                            .header("Origin", "https://app.example.org"));
                    assertEquals(
                            "https://app.example.org",
                            crossing.headers()
                                    .firstValue("Access-Control-Allow-Origin")
                                    .orElseThrow());
                });
    }

    @Test
    void all_that_is_wrong_is_told() {
        application
                .withPropertyValues(
                        "portside.http.prefix=backend/",
                        "portside.http.cors-origins=app.example.org",
                        "portside.http.max-streams=0",
                        "portside.http.max-body=1MB",
                        "portside.http.max-body-memory=1MB")
                .run(context -> {
                    Throwable failure = context.getStartupFailure();
                    for (; failure != null && !(failure instanceof InvalidSettings); failure = failure.getCause()) {}
                    String told = String.valueOf(failure);
                    for (String problem : List.of(
                            "portside.http.prefix must be empty, or begin with a slash",
                            "portside.http.cors-origins must be off, * or origins",
                            "portside.http.max-streams must be between 1 and 100000, but was \"0\"",
                            "portside.http.max-body-memory must be at least 7 times portside.http.max-body;")) {
                        assertTrue(told.contains(problem), () -> problem + " is missing in " + told);
                    }
                });
    }

    @Test
    void it_can_be_left_out_or_made_by_the_application() {
        application.withPropertyValues("portside.http.enabled=false").run(context -> {
            assertEquals(0, context.getBeanNamesForType(PortsideHttpApi.class).length);
            assertEquals(404, get(context, "/api/v1/users").statusCode());
        });
        application
                .withPropertyValues("portside.enabled=false")
                .run(context -> assertEquals(0, context.getBeanNamesForType(PortsideHttpApi.class).length));
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PortsideAutoConfiguration.class, PortsideHttpAutoConfiguration.class))
                .run(context -> assertEquals(0, context.getBeanNamesForType(PortsideHttpApi.class).length));
        application.withUserConfiguration(Mounted.class).run(context -> {
            assertUsersAt(context, "/mine");
            assertEquals(404, get(context, "/api/v1/users").statusCode());
        });
    }

    private static void assertUsersAt(AssertableWebApplicationContext context, String prefix) throws Exception {
        for (String name : List.of("ada", "grace")) {
            HttpResponse<String> created = post(
                    context,
                    prefix + "/api/v1/users",
                    "{\"name\":\"" + name + "\",\"email\":\"" + name + "@example.org\"}");
            assertEquals(201, created.statusCode(), created.body());
            String location = created.headers().firstValue("Location").orElseThrow();
            assertTrue(location.startsWith(prefix + "/api/v1/users/"), location);
            assertTrue(get(context, location).body().contains(name));
        }
        String link = get(context, prefix + "/api/v1/users?limit=1")
                .headers()
                .firstValue("Link")
                .orElseThrow();
        String next = link.substring(link.indexOf('<') + 1, link.indexOf('>'));
        assertTrue(next.startsWith(prefix + "/api/v1/users?"), next);
        assertTrue(get(context, next).body().contains("ada"));
    }

    private static HttpResponse<String> get(AssertableWebApplicationContext context, String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(context, path)));
    }

    private static HttpResponse<String> post(AssertableWebApplicationContext context, String path, String json)
            throws Exception {
        return send(HttpRequest.newBuilder(uri(context, path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.timeout(SOON).build(), BodyHandlers.ofString());
        }
    }

    private static URI uri(AssertableWebApplicationContext context, String path) {
        var application = context.getSourceApplicationContext(AnnotationConfigServletWebServerApplicationContext.class);
        return URI.create("http://127.0.0.1:"
                + Objects.requireNonNull(application.getWebServer()).getPort() + path);
    }

    /** Controller of the application's own. */
    @RestController
    static class OrderController {

        @GetMapping("/api/v1/orders")
        String orders() {
            return "no orders";
        }
    }

    /** An application that puts the servlet where it wants it. */
    @Configuration(proxyBeanMethods = false)
    static class Mounted {

        @Bean
        ServletRegistrationBean<PortsideServlet> mine(PortsideHttpApi api) {
            return new ServletRegistrationBean<>(new PortsideServlet(api.api()), "/mine/*");
        }
    }
}
