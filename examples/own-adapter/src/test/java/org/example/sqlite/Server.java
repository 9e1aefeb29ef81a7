package org.example.sqlite;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Portside's server as a process, on the class path of this test, and thus with the adapter on it. */
final class Server implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("Ready on (http://127\\.0\\.0\\.1:\\d+)");

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;

    private Server(Process process) throws IOException {
        this.process = process;
        BufferedReader lines = process.inputReader();
        this.address = awaitReady(lines);
        // Without a reader the pipe fills up and the server waits.
        Thread.ofVirtual().start(() -> lines.lines().forEach(line -> {}));
    }

    static Server start(Path folder, Map<String, String> settings) throws IOException {
        return new Server(launch(folder, settings, "serve").start());
    }

    /** What another command says, and {@code exit N} behind it. */
    static String run(Path folder, Map<String, String> settings, String command) throws Exception {
        Process process = launch(folder, settings, command).start();
        String said = process.inputReader().lines().collect(Collectors.joining("\n"));
        return said + "\nexit " + process.waitFor();
    }

    private static ProcessBuilder launch(Path folder, Map<String, String> settings, String command) {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.portside.bootstrap.Main",
                command));
        builder.directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(key -> key.startsWith("PORTSIDE_") || key.endsWith("_URL"));
        builder.environment().put("PORTSIDE_PORT", "0");
        builder.environment().putAll(settings);
        return builder;
    }

    private static String awaitReady(BufferedReader lines) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return ready.group(1);
            }
        }
        throw new AssertionError("The server did not get ready:\n" + said);
    }

    /** The body of the answer, which must have this status. */
    String get(String path, int status) throws Exception {
        return send(status, HttpRequest.newBuilder(URI.create(address + path)).GET());
    }

    String post(String path, String json, int status) throws Exception {
        return send(
                status,
                HttpRequest.newBuilder(URI.create(address + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    String put(String path, String type, byte[] body, int status) throws Exception {
        return send(
                status,
                HttpRequest.newBuilder(URI.create(address + path))
                        .header("Content-Type", type)
                        .PUT(BodyPublishers.ofByteArray(body)));
    }

    private String send(int status, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new AssertionError(answer + ": " + answer.body());
        }
        return answer.body();
    }

    /** Asks it to stop, and returns how it ended. Through the handle, which leaves the pipe open for the last words. */
    int stop() throws InterruptedException {
        process.toHandle().destroy();
        return process.waitFor();
    }

    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        client.close();
    }
}
