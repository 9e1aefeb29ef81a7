package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The distribution, as somebody unpacks and starts it who has Java and the tools of every Unix, and nothing else. */
@Timeout(600)
class DistributionIT {

    /** Of the last but one PostgreSQL's own programs make use, of the last those that run as root. */
    private static final List<String> TOOLS = List.of(
            "cksum",
            "dirname",
            "find",
            "id",
            "ls",
            "mkdir",
            "mv",
            "nice",
            "readlink",
            "rm",
            "sed",
            "tail",
            "sh",
            "unshare");

    @TempDir
    Path folder;

    private Path home = Path.of("");
    private Path tools = Path.of("");

    @BeforeEach
    void unpack() throws Exception {
        Path place = Files.createDirectory(folder.resolve("a place"));
        Path archive = only(Path.of("target"), ".tar.gz").orElseThrow().toAbsolutePath();
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", place.toString())
                .inheritIO()
                .start();
        assertEquals(0, tar.waitFor());
        home = only(place, "").orElseThrow();
        tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : TOOLS) {
            Optional<Path> program = installed(tool);
            if (program.isPresent()) {
                Files.createSymbolicLink(tools.resolve(tool), program.get());
            }
        }
        Files.createSymbolicLink(tools.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    /** JUnit would warn of each link that leads out of what it is to delete. */
    @AfterEach
    void deleteLinks() throws IOException {
        for (Path place : List.of(tools, folder)) {
            try (Stream<Path> links = Files.list(place)) {
                for (Path link : links.filter(Files::isSymbolicLink).toList()) {
                    Files.delete(link);
                }
            }
        }
    }

    @Test
    void it_runs_where_it_was_unpacked_and_its_first_start_makes_the_next_ones_faster() throws Exception {
        assertEquals(Optional.empty(), only(home.resolve("lib"), ".aot"), "a cache of the build's Java");
        Path link = Files.createSymbolicLink(
                folder.resolve("portside"), home.resolve("bin").resolve("portside"));
        try (WatchService made = watch(StandardWatchEventKinds.ENTRY_CREATE);
                ServerProcess first = ServerProcess.run(link, folder, settings(), "serve")) {
            Client client = new Client(first.port());
            client.get("/health").expect(200);
            client.register("Ada", "ada@example.org");
            assertEquals(0, healthCheck(first.port(), "/ready"));
            assertEquals(1, healthCheck(first.port(), "/nowhere"));
            assertTrue(first.output().contains("a cache for it is made in the background"), first.output());
            await(made, ".aot");
            ends(first);
        }
        assertTrue(Files.exists(folder.resolve(".portside")), "data lies in the current folder");

        PlantedAdapter.packInto(home.resolve("adapters"));
        Map<String, String> settings = settings("PORTSIDE_HTTP", "planted", "JAVA_OPTS", "-XX:AOTMode=on");
        try (ServerProcess second = ServerProcess.run(link, folder, settings)) {
            Client client = new Client(second.port());
            assertEquals(1, client.get(Client.USERS).expect(200).json().size());
            assertTrue(second.output().contains("Hello, planted"), second.output());
            assertFalse(second.output().contains("in the background"), second.output());
            ends(second);
        }
    }

    @Test
    void what_is_made_for_the_next_start_ends_with_the_server_and_leaves_nothing_half_made() throws Exception {
        Map<String, String> settings = settings("PORTSIDE_STORAGE", "memory");
        Path program = home.resolve("bin").resolve("portside");
        try (WatchService removed = watch(StandardWatchEventKinds.ENTRY_DELETE);
                ServerProcess server = ServerProcess.run(program, folder, settings)) {
            server.port();
            server.kill();
            await(removed, ".training");
        }
        assertEquals(Optional.empty(), only(home.resolve("lib"), ".aot"));
        assertEquals(Optional.empty(), only(home.resolve("lib"), ".failed"));
    }

    @Test
    void it_names_what_it_brings_with_its_licence() throws Exception {
        ShippedLibraries shipped = ShippedLibraries.in(home);

        assertTrue(shipped.jars().size() > 50, shipped.jars()::toString);
        assertEquals(List.of(), shipped.without(shipped.named(Files.readString(home.resolve("THIRD-PARTY.txt")))));
        assertEquals(List.of(), shipped.without(shipped.billed(Files.readString(home.resolve("portside.cdx.json")))));
    }

    @Test
    void it_brings_nothing_that_is_never_used() throws Exception {
        List<String> unused = List.of(
                "byte-buddy",
                "cache-api",
                "checker-qual",
                "jodd-util",
                "jooq",
                "kryo",
                "prometheus-metrics-exposition-formats",
                "reactor-core",
                "rxjava");
        assertEquals(
                List.of(),
                ShippedLibraries.in(home).jars().stream()
                        .filter(jar -> unused.stream().anyMatch(name -> jar.matches(name + "-[0-9].*")))
                        .toList());
    }

    @Test
    void each_version_that_it_brings_was_looked_up() throws Exception {
        List<String> lookedUp = Files.readAllLines(Path.of("src/test/resources/shipped-versions.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertEquals(
                List.of(),
                ShippedLibraries.in(home).without(lookedUp),
                "look these up as shipped-versions.txt says, and write them there");
    }

    /** Returns the exit code of the health check of a container with this server. */
    private static int healthCheck(int port, String path) throws IOException, InterruptedException {
        ProcessBuilder check = new ProcessBuilder("bash", "src/main/docker/answers", path);
        check.environment().put("PORTSIDE_PORT", Integer.toString(port));
        return check.inheritIO().start().waitFor();
    }

    private static void ends(ServerProcess server) throws InterruptedException {
        server.terminate();
        assertEquals(0, server.exitCode(), server.output());
    }

    private Map<String, String> settings(String... more) {
        Map<String, String> settings =
                new HashMap<>(Map.of("PATH", tools.toString(), "JAVA_HOME", "", "PORTSIDE_PORT", "0"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private WatchService watch(WatchEvent.Kind<?> kind) throws IOException {
        WatchService watcher = home.getFileSystem().newWatchService();
        home.resolve("lib").register(watcher, kind);
        return watcher;
    }

    private static void await(WatchService watcher, String suffix) throws InterruptedException {
        while (true) {
            // Long, because on a busy machine all else goes before what is waited for.
            WatchKey key = watcher.poll(5, TimeUnit.MINUTES);
            assertTrue(key != null, "nothing has become of " + suffix);
            if (key.pollEvents().stream()
                    .anyMatch(event -> String.valueOf(event.context()).endsWith(suffix))) {
                return;
            }
            key.reset();
        }
    }

    /** The file in this folder whose name ends so, if there is one. */
    private static Optional<Path> only(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(suffix)).toList();
            assertTrue(found.size() < 2, found::toString);
            return found.stream().findFirst();
        }
    }

    private static Optional<Path> installed(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(place -> Path.of(place, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
