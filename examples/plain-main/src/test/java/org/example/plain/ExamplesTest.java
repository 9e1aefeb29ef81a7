package org.example.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.core.Portside;
import dev.portside.domain.event.EventName;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.UserName;
import dev.portside.testkit.image.TestImages;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.services.TestRedis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class ExamplesTest {

    private static final NewUser ADA = new NewUser(new UserName("Ada"), new EmailAddress("ada@example.org"));

    @TempDir
    Path folder;

    @Test
    void the_main_greets_counts_and_resizes() throws IOException {
        Path photo = Files.write(folder.resolve("photo.jpg"), TestImages.file(640, 480, ImageFormat.JPEG));
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            Main.main(new String[] {photo.toString()});
        } finally {
            System.setOut(before);
        }

        String[] lines = printed.toString(StandardCharsets.UTF_8).split(System.lineSeparator());
        assertEquals("Welcome, Ada Lovelace", lines[0]);
        assertEquals("{signup=1}", lines[1]);
        assertTrue(lines[2].startsWith("ImageSize[width=320, height=320], "), lines[2]);
    }

    @Test
    void on_postgresql_and_redis_what_was_written_outlives_the_core() {
        String databaseUrl = url(TestPostgres.createDatabase());
        try (Portside portside = OnPostgres.start(databaseUrl, TestRedis.url())) {
            portside.users().register(ADA);
            portside.analytics().record(new EventName("signup"), Optional.empty(), Map.of());
            assertEquals(
                    Set.of("storage", "cache"),
                    portside.readiness().report().dependencies().keySet());
        }
        try (Portside portside = OnPostgres.start(databaseUrl, TestRedis.url())) {
            assertEquals(
                    "Ada",
                    portside.users().byEmail(ADA.email()).orElseThrow().name().value());
            assertEquals(
                    Map.of(new EventName("signup"), 1L),
                    portside.analytics().totals().names());
        }
    }

    @Test
    void a_server_has_its_own_pages_and_the_api_under_a_prefix() throws Exception {
        try (Portside portside = Portside.builder().start();
                HttpClient http = HttpClient.newHttpClient()) {
            InJetty jetty = new InJetty(portside);
            try {
                URI base = URI.create("http://127.0.0.1:" + jetty.port());
                HttpResponse<String> registered = http.send(
                        HttpRequest.newBuilder(base.resolve("/backend/api/v1/users"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"name\":\"Ada\",\"email\":\"ada@example.org\"}"))
                                .build(),
                        BodyHandlers.ofString());
                assertEquals(201, registered.statusCode(), registered.body());
                assertEquals(
                        Optional.of("/backend/api/v1/users/1"),
                        registered.headers().firstValue("Location"));
                assertEquals("hello", get(http, base.resolve("/hello")));
                assertEquals(1, portside.users().count(Optional.empty()));
                assertEquals("{\"status\":\"ready\",\"dependencies\":{}}", get(http, base.resolve("/backend/ready")));
                HttpResponse<String> greeted = http.send(
                        HttpRequest.newBuilder(base.resolve("/backend/greetings/Ada"))
                                .build(),
                        BodyHandlers.ofString());
                assertEquals("Hello, Ada", greeted.body());
                assertEquals(Optional.of("community"), greeted.headers().firstValue("X-Edition"));
            } finally {
                jetty.stop();
            }
        }
    }

    @Test
    void a_user_and_an_order_are_kept_together_or_not_at_all() throws SQLException {
        TestPostgres.Database database = TestPostgres.createDatabase();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.user());
        source.setPassword(database.password());
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table orders (number int primary key)");
            statement.execute("insert into orders values (1)");
        }
        try (InYourTransaction program = new InYourTransaction(source)) {
            assertThrows(SQLException.class, () -> program.order(ADA, 1));
            assertEquals(0, program.portside().users().count(Optional.empty()));

            program.order(ADA, 2);
            assertEquals(1, program.portside().users().count(Optional.empty()));
        }
    }

    private static String get(HttpClient http, URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private static String url(TestPostgres.Database database) {
        String separator = database.jdbcUrl().contains("?") ? "&" : "?";
        return database.jdbcUrl() + separator + "user=" + database.user() + "&password=" + database.password();
    }
}
