package dev.portside.bootstrap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.portside.embedded.EmbeddedPostgres;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.connection.PostgresSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Runs a server in another process and sends it what clients send, so that Java can learn what it will need. */
final class Training {

    private static final Pattern READY = Pattern.compile("Ready on (http://\\S+)");

    /**
     * Enough for every class to be met. With thousands of requests Java would also note which methods are hot, and compile
     * them while it starts, which takes more of the start than the requests after it gain.
     */
    private static final int ROUNDS = 20;

    private static final int CLIENTS = 2;

    private static final String USERS = "/api/v1/users";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Training() {}

    /** Exit code of a process that SIGTERM ended. */
    private static final int TERMINATED = 143;

    /**
     * Runs a command that is to make the cache at its end. Leaves nothing behind, also when it is terminated before.
     *
     * @param arguments the id of the process that this is done for, and ends with; the name of an HTTP server; then the
     *     command that serves with it
     */
    public static void main(String[] arguments) throws Exception {
        List<String> command = List.of(arguments).subList(2, arguments.length);
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Thread training = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(training)));
        var unused = ProcessHandle.of(Long.parseLong(arguments[0]))
                .map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                // On another thread, also when it has ended already: this one is waited for.
                .thenRunAsync(() -> System.exit(TERMINATED));
        Path folder = Files.createTempDirectory("portside-training");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("data"))) {
            train(postgres, arguments[1], command, folder);
        } finally {
            delete(folder);
        }
    }

    private static void train(EmbeddedPostgres postgres, String http, List<String> command, Path folder)
            throws Exception {
        try {
            String url = postgres.jdbcUrl() + "?user=" + postgres.user() + "&password=" + postgres.password();
            migrate(url);
            ProcessBuilder server =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            server.environment().keySet().removeIf(key -> key.startsWith("PORTSIDE_") || key.endsWith("_URL"));
            server.environment().put("PORTSIDE_HTTP", http);
            server.environment().put("PORTSIDE_PORT", "0");
            server.environment().put("DATABASE_URL", url);
            int exit = train(server.start());
            if (exit != 0) {
                throw new IllegalStateException("The server that was trained ended with " + exit);
            }
        } finally {
            // An interrupt must not cut the stop of the database short.
            var unused = Thread.interrupted();
        }
    }

    /** Lets what is being done tidy up; when it has ended there is nothing to wait for. */
    private static void end(Thread training) {
        training.interrupt();
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
        try {
            training.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Here, because a server that finds its schema up to date need not load what brings it there, and most do. */
    private static void migrate(String url) {
        try (Postgres database = Postgres.open(PostgresSettings.of(url), new SimpleMeterRegistry())) {
            database.migrate();
        }
    }

    /** Returns its exit code; what it said is shown only when it failed. */
    private static int train(Process server) throws Exception {
        List<String> said = new ArrayList<>();
        try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
            exercise(ready(output, said));
            // Through the handle, which leaves the pipe open.
            server.toHandle().destroy();
            output.lines().forEach(said::add);
            int exit = server.waitFor();
            if (exit != 0) {
                System.err.println(String.join("\n", said));
            }
            return exit;
        } finally {
            server.destroyForcibly();
        }
    }

    private static String ready(BufferedReader output, List<String> said) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return ready.group(1);
            }
        }
        throw new IllegalStateException("The server that was to be trained did not start:\n" + String.join("\n", said));
    }

    /** Sends the requests of clients, mostly the most frequent ones. */
    private static void exercise(String server) throws Exception {
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                running.add(clients.submit(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        one(server, client + "-" + round, round % 10 == 0);
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The server that was trained gave no answer", e);
        }
    }

    private static void one(String server, String name, boolean rare) throws IOException, InterruptedException {
        String list = send(server, "GET", USERS, "");
        send(server, "GET", USERS + "/1", "");
        if (!rare) {
            return;
        }
        String user = "{\"name\":\"User %s\",\"email\":\"%s%s@example.org\"}"
                .formatted(name, name, server.replaceAll("\\D", ""));
        send(server, "POST", USERS, user);
        send(server, "POST", USERS + "/batch", "[" + user + "]");
        send(server, "GET", USERS + "?limit=1&count=true", "");
        send(server, "GET", USERS + "?search=user&page=2", "");
        send(server, "GET", USERS + "?email=" + name + "@example.org", "");
        send(server, "PATCH", USERS + "/1", "{\"name\":\"Changed\"}");
        send(server, "PUT", USERS + "/2", user);
        send(server, "DELETE", USERS + "/3", "");
        for (String path : List.of("/health", "/ready", "/metrics", "/nowhere", USERS + "?page=x", USERS + "/export")) {
            send(server, "GET", path, "");
        }
        int cursor = list.indexOf("after=");
        if (cursor >= 0) {
            send(server, "GET", USERS + "?" + list.substring(cursor, list.indexOf('>', cursor)), "");
        }
    }

    /** Returns the answer's {@code Link}. */
    private static String send(String server, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/json")
                .header("Accept-Encoding", body.isEmpty() ? "gzip" : "identity")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, BodyHandlers.discarding())
                .headers()
                .firstValue("Link")
                .orElse("");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
