package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portside.testkit.services.TestPostgres;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The shop as it runs, on a real PostgreSQL. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ShopApplicationTest {

    @LocalServerPort
    private int port;

    private RestTestClient shop;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        TestPostgres.Database database = TestPostgres.createDatabase();
        properties.add("spring.datasource.url", database::jdbcUrl);
        properties.add("spring.datasource.username", database::user);
        properties.add("spring.datasource.password", database::password);
    }

    @BeforeEach
    void connect() {
        shop = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @Test
    void users_are_served_beside_the_controller_of_the_shop() {
        URI ada = shop.post()
                .uri("/api/v1/users")
                .body(Map.of("name", "Ada", "email", "ada@example.org"))
                .exchange()
                .expectStatus()
                .isCreated()
                .returnResult()
                .getResponseHeaders()
                .getLocation();
        assertThat(ada).asString().startsWith("/api/v1/users/");
        shop.get().uri(ada).exchange().expectStatus().isOk().expectBody().jsonPath("$.name").isEqualTo("Ada");

        URI order = shop.post()
                .uri("/api/v1/orders")
                .body(Map.of("name", "Ada", "email", "ada@example.org", "article", "lighthouse"))
                .exchange()
                .expectStatus()
                .isCreated()
                .returnResult()
                .getResponseHeaders()
                .getLocation();
        shop.get()
                .uri(order)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.article")
                .isEqualTo("lighthouse");
    }

    @Test
    void whoever_cannot_be_sold_anything_does_not_become_a_user() {
        shop.post()
                .uri("/api/v1/orders")
                .body(Map.of("name", "Grace", "email", "grace@example.org", "article", "ship in a bottle"))
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT);

        shop.get()
                .uri("/api/v1/users?search=Grace")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(0);
    }

    @Test
    void what_is_no_address_is_refused() {
        shop.post()
                .uri("/api/v1/orders")
                .body(Map.of("name", "Grace", "email", "nowhere", "article", "lighthouse"))
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void the_health_shows_the_parts_of_portside() {
        shop.get()
                .uri("/actuator/health")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("UP")
                .jsonPath("$.components.portside.components.node.details.state")
                .isEqualTo("ready")
                .jsonPath("$.components.portside.components.storage.status")
                .isEqualTo("UP")
                .jsonPath("$.components.portside.components.storage.details.kind")
                .isEqualTo("PostgreSQL of the host")
                .jsonPath("$.components.portside.components.cache.details.kind")
                .isEqualTo("local");
        shop.get()
                .uri("/actuator/health/readiness")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.components.portside.status")
                .isEqualTo("UP");
    }

    @Test
    void the_meters_of_portside_are_among_those_of_the_shop() {
        shop.get().uri("/api/v1/users").exchange().expectStatus().isOk();

        shop.get()
                .uri("/actuator/metrics/portside.http.requests?tag=uri:/api/v1/users")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.measurements[0].value")
                .value(count -> assertThat((Double) count).isPositive());
    }
}
