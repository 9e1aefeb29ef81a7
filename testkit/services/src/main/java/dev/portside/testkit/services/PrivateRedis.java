package dev.portside.testkit.services;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis of one test's own, to be paused, killed and started at will. It keeps nothing on disk and ends with the JVM.
 * For use by one thread.
 *
 * <p>The process is started here rather than by the library that brings the binary, because signals need its id.
 */
public final class PrivateRedis implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final int PROBE_MILLIS = 200;

    private final Path directory;
    private final int port;
    private final Thread endWithJvm = new Thread(this::discard);
    private Process process;

    private PrivateRedis(Path directory, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        this.process = launch();
    }

    static PrivateRedis start() {
        try {
            PrivateRedis redis = new PrivateRedis(Files.createTempDirectory("portside-test-redis"), freePort());
            Runtime.getRuntime().addShutdownHook(redis.endWithJvm);
            redis.awaitAnswer();
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address; the same before and after a restart. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Stops the process where it is (SIGSTOP): connections stay, new ones are accepted, nothing is answered. */
    public void pause() {
        signal("STOP");
    }

    /** Lets a paused process go on (SIGCONT); it then works off everything it was sent meanwhile. */
    public void resume() {
        signal("CONT");
    }

    /** Ends the process at once (SIGKILL), paused or not; returns when it is gone. All its data is lost. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Redis was ending", e);
        }
    }

    /** Starts the killed server again, empty, on the same port; returns when it answers. */
    public void startAgain() {
        try {
            process = launch();
            awaitAnswer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(endWithJvm);
        discard();
    }

    private void discard() {
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(
                        Binary.FILE.getPath(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--save",
                        "",
                        "--appendonly",
                        "no")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    private void awaitAnswer() throws IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers()) {
            if (diesWithin(PROBE_MILLIS / 10) || System.nanoTime() > end) {
                throw new IllegalStateException("The embedded Redis did not start; set " + TestRedis.ADDRESS_VARIABLE
                        + " to use another for the tests that can share one. It said: " + Files.readString(log()));
            }
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
            socket.setSoTimeout(PROBE_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException e) {
            return false;
        }
    }

    private boolean diesWithin(int millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("Redis could not be sent SIG" + name + "; was it killed before?");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The kill command is needed to pause and resume Redis", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending SIG" + name, e);
        }
    }

    private Path log() {
        return directory.resolve("redis.log");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * The program, found when first touched, once for all servers of the JVM: the embedded binary where its library is on
     * the class path, or else the {@code redis-server} that is installed.
     */
    private static final class Binary {

        private static final File FILE = find();

        private static File find() {
            try {
                return unpack();
            } catch (NoClassDefFoundError e) {
                return onPath(System.getenv("PATH"))
                        .orElseThrow(() -> new IllegalStateException(
                                "There is no Redis to start: add com.github.codemonstur:embedded-redis to the tests,"
                                        + " install redis-server, or set "
                                        + TestRedis.ADDRESS_VARIABLE
                                        + " for the tests that can share one",
                                e));
            }
        }

        private static File unpack() {
            try {
                File directory =
                        Files.createTempDirectory("portside-test-redis-binary").toFile();
                // The last one registered is deleted first, and the library registers the file.
                directory.deleteOnExit();
                File file = ExecutableProvider.newJarResourceProvider(directory).get();
                file.deleteOnExit();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "The embedded Redis could not be unpacked; make room in the temporary directory", e);
            }
        }
    }

    /** The {@code redis-server} in the folders of a {@code PATH}. */
    static Optional<File> onPath(@Nullable String path) {
        return Stream.of((path == null ? "" : path).split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> new File(folder, "redis-server"))
                .filter(file -> file.isFile() && file.canExecute())
                .findFirst();
    }
}
