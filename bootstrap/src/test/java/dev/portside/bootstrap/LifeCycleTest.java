package dev.portside.bootstrap;

import static dev.portside.bootstrap.Client.USERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as a process: how it starts, and how it ends. */
@Timeout(120)
class LifeCycleTest {

    private static final Map<String, String> IN_MEMORY =
            Map.of("PORTSIDE_PORT", "0", "PORTSIDE_STORAGE", "memory", "PORTSIDE_CACHE", "none");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"javalin", "helidon"})
    void a_server_that_is_told_to_stop_under_load_fails_no_request(String http) throws Exception {
        Map<String, String> settings = with("PORTSIDE_HTTP", http);
        assertEquals(Set.of(200), statusesUntilStopped(settings).keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"javalin", "helidon"})
    void the_same_with_everything_behind_it(String http) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("PORTSIDE_PORT", "0", "PORTSIDE_HTTP", http));
        String[] services = FullStack.settings();
        for (int i = 0; i < services.length; i += 2) {
            settings.put(services[i], services[i + 1]);
        }
        assertEquals(Set.of(200), statusesUntilStopped(settings).keySet());
    }

    /** Stops a server while 64 clients ask it without pause; returns how often which status was answered. */
    private Map<Integer, ?> statusesUntilStopped(Map<String, String> settings) throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, settings, "serve")) {
            new Client(server.port()).register("Ada", "ada@example.org");
            try (Load load = Load.on(server.port(), USERS, 64)) {
                server.terminate();
                load.join();

                assertEquals(List.of(), List.copyOf(load.failures));
                assertTrue(load.answered(200) >= 64 * 20, "too little load");
                assertEquals(0, server.exitCode(), server.output());
                return load.statuses;
            }
        }
    }

    @Test
    void it_stops_while_it_waits_for_its_database() throws Exception {
        Map<String, String> waiting = Map.of("PORTSIDE_PORT", "0", "DATABASE_URL", "postgres://x:y@127.0.0.1:1/z");
        try (ServerProcess server = ServerProcess.start(folder, waiting)) {
            server.awaitOutput("Waiting for the database");
            server.terminate();
            assertEquals(0, server.exitCode(), server.output());
            assertTrue(server.output().contains("Shutdown requested during startup"), server.output());
        }
    }

    @Test
    void maintenance_that_is_ended_leaves_no_database_running() throws Exception {
        Map<String, String> embedded = Map.of("PORTSIDE_PORT", "0");
        try (ServerProcess seed = ServerProcess.start(folder, embedded, "seed", "--users", "10000000")) {
            seed.awaitOutput("Embedded PostgreSQL on");
            seed.terminate();
            assertEquals(143, seed.exitCode(), seed.output());
        }
        assertTrue(Files.notExists(folder.resolve(".portside/cluster/postmaster.pid")), "PostgreSQL still runs");
    }

    @Test
    void it_says_that_it_drains_and_serves_on_for_the_delay() throws Exception {
        Map<String, String> delayed = with("PORTSIDE_SHUTDOWN_DELAY", "5s");
        try (ServerProcess server = ServerProcess.start(folder, delayed)) {
            Client client = new Client(server.port());
            server.terminate();
            while (client.get("/ready").status() == 200) {
                Thread.sleep(1);
            }
            assertEquals(
                    "draining",
                    client.get("/ready").expect(503).json().get("status").stringValue());
            client.get("/health").expect(200);
            client.register("Late", "late@example.org");
            assertEquals(0, server.exitCode(), server.output());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"javalin", "helidon"})
    void those_who_listen_are_let_go_when_it_stops(String http) throws Exception {
        Map<String, String> settings = new HashMap<>(with("PORTSIDE_HTTP", http));
        settings.put("PORTSIDE_MAX_LISTENERS", "1");
        try (ServerProcess server = ServerProcess.start(folder, settings)) {
            Client client = new Client(server.port());
            try (BufferedReader stream = client.listen("/api/v1/analytics/live")) {
                client.get("/api/v1/analytics/live").problem(503, "overloaded");
                server.terminate();
                while (stream.readLine() != null) {
                    Thread.sleep(1);
                }
                assertEquals(0, server.exitCode(), server.output());
            }
        }
    }

    @Test
    void a_second_signal_ends_it_at_once() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, with("PORTSIDE_SHUTDOWN_DELAY", "10m"))) {
            Client client = new Client(server.port());
            server.terminate();
            while (client.get("/ready").status() == 200) {
                Thread.sleep(1);
            }
            server.terminate();
            assertEquals(130, server.exitCode(), server.output());
        }
    }

    @Test
    void wrong_settings_end_it_with_2_and_all_that_is_wrong() throws Exception {
        Map<String, String> wrong = Map.of("PORTSIDE_PORT", "http", "PORTSIDE_COLOUR", "blue");
        try (ServerProcess server = ServerProcess.start(folder, wrong)) {
            assertEquals(2, server.exitCode());
            assertTrue(server.output().contains("PORTSIDE_PORT must be"), server.output());
            assertTrue(server.output().contains("PORTSIDE_COLOUR is not a setting"), server.output());
        }
        try (ServerProcess server = ServerProcess.start(folder, Map.of(), "fly")) {
            assertEquals(2, server.exitCode());
        }
    }

    @Test
    void a_port_that_is_taken_ends_it_with_1_and_what_to_do() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                ServerProcess server =
                        ServerProcess.start(folder, with("PORTSIDE_PORT", Integer.toString(taken.getLocalPort())))) {
            assertEquals(1, server.exitCode());
            assertTrue(server.output().contains("PORTSIDE_PORT"), server.output());
        }
    }

    @Test
    void help_version_and_config_need_nothing() throws Exception {
        assertOutput("seed", "--help");
        assertOutput("Portside 0", "--version");
        assertOutput("PORTSIDE_MAX_BODY=1MiB", "config");
    }

    @Test
    void acknowledged_users_survive_kill_9_on_the_embedded_database() throws Exception {
        Map<String, String> embedded = Map.of("PORTSIDE_PORT", "0");
        String path;
        try (ServerProcess server = ServerProcess.start(folder, embedded)) {
            path = new Client(server.port())
                    .post(USERS, Client.user("Ada", "ada@example.org"))
                    .header("Location")
                    .orElseThrow();
            server.kill();
            server.exitCode();
        }
        try (ServerProcess server = ServerProcess.start(folder, embedded)) {
            assertEquals(
                    "Ada",
                    new Client(server.port())
                            .get(path)
                            .expect(200)
                            .json()
                            .get("name")
                            .stringValue());
            server.terminate();
            assertEquals(0, server.exitCode(), server.output());
        }
        try (ServerProcess seed = ServerProcess.start(folder, embedded, "seed", "--users", "1000")) {
            assertEquals(0, seed.exitCode(), seed.output());
            assertTrue(seed.output().contains("Added 1000 users"), seed.output());
        }
        try (ServerProcess migrate = ServerProcess.start(folder, embedded, "migrate")) {
            assertEquals(0, migrate.exitCode(), migrate.output());
        }
    }

    private void assertOutput(String expected, String... arguments) throws IOException, InterruptedException {
        try (ServerProcess process = ServerProcess.start(folder, Map.of(), arguments)) {
            assertEquals(0, process.exitCode(), process.output());
            assertTrue(process.output().contains(expected), process.output());
        }
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> settings = new HashMap<>(IN_MEMORY);
        settings.put(key, value);
        return settings;
    }
}
