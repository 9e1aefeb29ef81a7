package dev.portside.bench.server;

import dev.portside.bench.machine.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server that has been started and can do its work. */
public final class RunningServer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    /** Fine enough for a start of some hundred milliseconds. */
    private static final Duration POLL = Duration.ofMillis(5);

    private final Process process;
    private final Path log;
    private final int port;
    private final double startMillis;

    private RunningServer(Process process, Path log, int port, double startMillis) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.startMillis = startMillis;
    }

    /**
     * Starts a server and waits until it is ready.
     *
     * @param services where the database and Redis are
     * @param directory to start it in, without settings of its own
     * @param log what it prints goes there
     * @throws IllegalStateException when it ends or takes too long instead, with the end of its log
     */
    public static RunningServer start(
            Configuration configuration, Map<String, String> services, Path directory, Path log) {
        int port = Ports.free();
        ProcessBuilder builder = new ProcessBuilder(configuration.command())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // What is set for a Portside of one's own must not reach this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("PORTSIDE_") || name.equals("JAVA_OPTS"));
        builder.environment().putAll(services);
        builder.environment().putAll(configuration.environment());
        builder.environment().put("PORT", Integer.toString(port));
        if (configuration.family() == Configuration.Family.PORTSIDE) {
            builder.environment().put("PORTSIDE_PORT", Integer.toString(port));
        }
        try {
            long begin = System.nanoTime();
            Process process = builder.start();
            process.getOutputStream().close();
            RunningServer starting = new RunningServer(process, log, port, Double.NaN);
            try {
                starting.awaitReady(configuration, begin + START_LIMIT.toNanos());
                return new RunningServer(process, log, port, (System.nanoTime() - begin) / 1e6);
            } catch (IllegalStateException e) {
                starting.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(configuration.command().getFirst() + " could not be run", e);
        }
    }

    private void awaitReady(Configuration configuration, long end) throws IOException {
        while (!ready(configuration.ready())) {
            requireAlive();
            if (System.nanoTime() > end) {
                throw new IllegalStateException("It was not ready within " + START_LIMIT.toSeconds() + " s: " + tail());
            }
            sleep();
        }
    }

    private boolean ready(String target) {
        try {
            return Http.get(port, target).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private String tail() {
        try {
            return Command.tail(new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(log + " could not be read", e);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a server started", e);
        }
    }

    /**
     * Checks that it still runs.
     *
     * @throws IllegalStateException when it has ended by itself, with the end of its log
     */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("It ended with " + process.exitValue() + ": " + tail());
        }
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** From when its process was started to its first good answer. */
    public double startMillis() {
        return startMillis;
    }

    /** Ends it, by force when it takes long. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
