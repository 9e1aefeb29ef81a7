package dev.portside.bootstrap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as a process of its own, so that a test can send it signals. */
final class ServerProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("Ready on http://127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Thread reader;

    private ServerProcess(Process process) {
        this.process = process;
        // A thread of its own: when no thread reads, the pipe fills up and the server waits.
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /** Runs the command line in this folder, with these settings and no others. */
    static ServerProcess start(Path folder, Map<String, String> settings, String... arguments) throws IOException {
        return start(
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.portside.bootstrap.Main"),
                folder,
                settings,
                arguments);
    }

    /** The same as the launcher does it with the jars that were packaged in {@code lib}. */
    static ServerProcess launch(Path lib, Path folder, Map<String, String> settings, String... arguments)
            throws IOException {
        Path script = Path.of("src", "main", "sh", "launch.sh").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", ". " + script + "; run_java \"$@\"", "launch");
        builder.environment().put("JDK", System.getProperty("java.home"));
        builder.environment().put("lib", lib.toAbsolutePath().toString());
        builder.environment().put("adapters", folder.resolve("adapters").toString());
        return start(builder, folder, settings, arguments);
    }

    /** The same as a launcher does it that is a program of its own. */
    static ServerProcess run(Path program, Path folder, Map<String, String> settings, String... arguments)
            throws IOException {
        return start(new ProcessBuilder(program.toString()), folder, settings, arguments);
    }

    private static ServerProcess start(
            ProcessBuilder builder, Path folder, Map<String, String> settings, String... arguments) throws IOException {
        builder.command().addAll(List.of(arguments));
        builder.directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(key -> key.startsWith("PORTSIDE_") || key.endsWith("_URL"));
        builder.environment().putAll(settings);
        return new ServerProcess(builder.start());
    }

    /** Waits until it is ready. */
    int port() throws Exception {
        try {
            return port.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("The server did not get ready: " + output, e);
        }
    }

    /** Waits until it has written this. */
    void awaitOutput(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (output.stream().noneMatch(line -> line.contains(text))) {
            assertTrue(process.isAlive() && System.nanoTime() < end, this::output);
            Thread.sleep(1);
        }
    }

    /** The command that it runs. */
    String command() {
        return process.info().commandLine().orElseThrow();
    }

    long pid() {
        return process.pid();
    }

    /** Sends SIGTERM. */
    void terminate() {
        // Through the handle, because Process.destroy closes the pipe from which the last words are to be read.
        process.toHandle().destroy();
    }

    /** Sends SIGKILL. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    int exitCode() throws InterruptedException {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "The server does not end: " + output);
        reader.join();
        return process.exitValue();
    }

    String output() {
        return String.join("\n", output);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    port.complete(Integer.parseInt(Objects.requireNonNull(ready.group(1))));
                }
            }
        } catch (IOException e) {
            output.add(e.toString());
        }
        port.completeExceptionally(new IOException("The server has ended."));
    }
}
