package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.testkit.services.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged server is complete, and as quick as it can be: the class path of tests is another one. */
@Timeout(120)
class PackagedServerIT {

    private static final Path LIB = Path.of("target", "lib");

    /** Ends the start when the cache was made for another class path, other flags or another JDK. */
    private static final String CACHE_OR_NOTHING = "-XX:AOTMode=on";

    @TempDir
    Path folder;

    @Test
    void it_runs_on_a_database_of_its_own() throws Exception {
        Map<String, String> settings =
                Map.of("PORTSIDE_PORT", "0", "REDIS_URL", "redis://127.0.0.1:1", "JAVA_OPTS", CACHE_OR_NOTHING);
        try (ServerProcess server = ServerProcess.launch(LIB, folder, settings)) {
            registersAndFinds(server);
        }
        assertTrue(Files.exists(folder.resolve(".portside")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javalin", "helidon"})
    void on_another_database_it_makes_none_of_its_own(String http) throws Exception {
        Map<String, String> settings = Map.of(
                "PORTSIDE_PORT",
                "0",
                "PORTSIDE_HTTP",
                http,
                "DATABASE_URL",
                FullStack.url(TestPostgres.createDatabase()),
                "JAVA_OPTS",
                CACHE_OR_NOTHING);
        try (ServerProcess server = ServerProcess.launch(LIB, folder, settings)) {
            server.port();
            registersAndFinds(server);
        }
        assertTrue(Files.notExists(folder.resolve(".portside")));
    }

    @Test
    void the_launcher_leaves_the_file_of_settings_to_the_server() throws Exception {
        Files.writeString(folder.resolve(".env"), """
                DATABASE_URL=postgres://nobody@127.0.0.1:1/nothing
                export PORTSIDE_HTTP = "helidon" # whatever cache there is
                REDIS_URL=''
                """);
        Map<String, String> settings = Map.of("PORTSIDE_PORT", "0", "DATABASE_URL", "", "JAVA_OPTS", CACHE_OR_NOTHING);
        try (ServerProcess server = ServerProcess.launch(LIB, folder, settings)) {
            server.port();
            assertTrue(server.output().contains("HTTP helidon"), server.output());
            assertTrue(server.command().contains("portside-javalin-"), server.command());
            registersAndFinds(server);
        }
        assertTrue(
                Files.exists(folder.resolve(".portside")),
                "a variable that is set to nothing counts for more than the file");
    }

    @Test
    void another_collector_is_no_reason_not_to_start() throws Exception {
        Map<String, String> settings = Map.of(
                "PORTSIDE_PORT",
                "0",
                "PORTSIDE_STORAGE",
                "memory",
                "JAVA_OPTS",
                "-XX:-UseSerialGC -XX:+UseG1GC -XX:-UseCompactObjectHeaders");
        try (ServerProcess server = ServerProcess.launch(LIB, folder, settings)) {
            registersAndFinds(server);
            assertEquals(
                    List.of(),
                    server.output()
                            .lines()
                            .filter(line -> line.contains("warning"))
                            .toList());
        }
    }

    @Test
    void a_jar_in_the_folder_of_adapters_is_found() throws Exception {
        PlantedAdapter.packInto(folder.resolve("adapters"));
        Map<String, String> settings = Map.of(
                "PORTSIDE_PORT",
                "0",
                "PORTSIDE_STORAGE",
                "memory",
                "PORTSIDE_HTTP",
                "planted",
                "PORTSIDE_PLANTED_GREETINGS",
                "2",
                "JAVA_OPTS",
                CACHE_OR_NOTHING);
        try (ServerProcess server = ServerProcess.launch(LIB, folder, settings)) {
            registersAndFinds(server);
            assertTrue(server.output().contains("Hello, Hello, planted"), server.output());
        }
        try (ServerProcess config = ServerProcess.launch(LIB, folder, Map.of(), "config")) {
            assertEquals(0, config.exitCode(), config.output());
            assertTrue(config.output().contains("# PORTSIDE_HTTP can be: helidon, javalin, planted"), config.output());
            assertTrue(config.output().contains("PORTSIDE_PLANTED_GREETINGS=1 (between 0 and 3)"), config.output());
        }
        Map<String, String> wrong = Map.of("PORTSIDE_HTTP", "tomcat", "PORTSIDE_PLANTED_GREETINGS", "2");
        try (ServerProcess refused = ServerProcess.launch(LIB, folder, wrong)) {
            assertEquals(2, refused.exitCode(), refused.output());
            assertEquals(
                    "PORTSIDE_HTTP must be one of helidon, javalin, planted, but was \"tomcat\"", refused.output());
        }
    }

    @Test
    void an_adapter_that_others_could_have_put_there_does_not_run() throws Exception {
        Path adapters = folder.resolve("adapters");
        PlantedAdapter.packInto(adapters);
        Files.setPosixFilePermissions(adapters, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (ServerProcess config = ServerProcess.launch(LIB, folder, Map.of(), "config")) {
            assertEquals(2, config.exitCode(), config.output());
            assertEquals(
                    "portside: " + adapters + " may be written to by others; run chmod go-w " + adapters
                            + ", or remove it.",
                    config.output());
        }
        Files.setPosixFilePermissions(adapters, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Stream<Path> jars = Files.list(adapters)) {
            for (Path jar : jars.toList()) {
                Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--rw-"));
            }
        }
        try (ServerProcess config = ServerProcess.launch(LIB, folder, Map.of(), "config")) {
            assertEquals(2, config.exitCode(), config.output());
            assertTrue(config.output().contains(".jar may be written to by others"), config.output());
        }
    }

    @Test
    void a_crash_leaves_no_memory_behind() throws Exception {
        Map<String, String> settings = Map.of("PORTSIDE_PORT", "0", "PORTSIDE_STORAGE", "memory");
        try (ServerProcess server = ServerProcess.launch(LIB, folder, settings)) {
            server.port();
            assertTrue(server.command().contains("-XX:-CreateCoredumpOnCrash"), server.command());
            Path limits = Path.of("/proc/" + server.pid() + "/limits");
            // Other systems than Linux do not have this file.
            if (Files.exists(limits)) {
                assertTrue(
                        Files.readAllLines(limits).stream()
                                .anyMatch(line -> line.matches("Max core file size +0 +0 .*")),
                        Files.readString(limits));
            }
        }
    }

    private static void registersAndFinds(ServerProcess server) throws Exception {
        Client client = new Client(server.port());
        client.register("Ada", "ada@example.org");
        assertEquals(
                1, client.get(Client.USERS + "?search=ADA").expect(200).json().size());
        client.get("/metrics").expect(200);
        server.terminate();
        assertEquals(0, server.exitCode(), server.output());
    }
}
