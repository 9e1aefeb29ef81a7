package dev.portside.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One PostgreSQL cluster: making it, starting and stopping its server. For use by one thread. */
final class Server {

    static final String DATABASE = "portside";
    static final String USER = "portside";

    private static final int START_ATTEMPTS = 5;
    private static final int PASSWORD_BYTES = 24;
    private static final long LOG_LIMIT_BYTES = 10 << 20;
    private static final Duration FAST_STOP = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(10);

    private final DataDirectory directory;
    private final Binaries binaries;

    Server(DataDirectory directory, Binaries binaries) {
        this.directory = directory;
        this.binaries = binaries;
    }

    /** Makes the cluster when there is none; returns the password of its user. */
    String initialise() throws IOException {
        Path cluster = directory.cluster();
        if (!Files.exists(cluster)) {
            String password = newPassword();
            Path unfinished = directory.unfinished("cluster");
            initdb(unfinished);
            createUserAndDatabase(unfinished, password);
            // First the password, then the cluster: one without the other would be lost data.
            DataDirectory.writeSecret(directory.password(), password);
            directory.finish(unfinished, cluster);
        }
        String major = Files.readString(cluster.resolve("PG_VERSION")).strip();
        if (!major.equals(binaries.major())) {
            throw new IllegalStateException("The data in " + directory.root() + " was written by PostgreSQL " + major
                    + ", and this program brings PostgreSQL " + binaries.major()
                    + ", which cannot read it. To take it along:\n"
                    + "1. start the Portside that wrote it, on another port (PORTSIDE_PORT), with its data where it is;\n"
                    + "2. copy with this one into a new folder: PORTSIDE_DATA_DIR=NEW ./portside copy --from"
                    + " postgres://" + USER + ":PASSWORD@127.0.0.1:PORT/" + DATABASE + " where PASSWORD is in "
                    + directory.password()
                    + " and PORT is what the other says that its embedded PostgreSQL listens on;\n"
                    + "3. stop it, and start this one with PORTSIDE_DATA_DIR=NEW.\n"
                    + "Or set PORTSIDE_DATA_DIR to another folder, and begin anew");
        }
        return Files.readString(directory.password()).strip();
    }

    /** Stops the server that a program left running when it was killed. */
    void stopLeftover() throws IOException {
        if (Postmaster.of(directory.cluster()).isPresent()) {
            stop();
        }
        Postmaster.disownLeftBehindFile(directory.cluster());
    }

    /** Starts the server; returns its port once it accepts connections. */
    int start() throws IOException {
        if (Files.exists(directory.log()) && Files.size(directory.log()) > LOG_LIMIT_BYTES) {
            Files.move(
                    directory.log(),
                    directory.root().resolve("postgresql.log.old"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            Configuration.write(directory.cluster(), port);
            long before = Files.exists(directory.log()) ? Files.size(directory.log()) : 0;
            Command.Result result = pgCtl("start", "-w", "-l", directory.log().toString());
            if (result.succeeded()) {
                return port;
            }
            String said = logSince(before);
            // Between looking for a free port and binding it, another program may have taken it.
            if (attempt == START_ATTEMPTS || !said.contains("could not bind")) {
                throw new IllegalStateException("The embedded PostgreSQL did not start; its log, " + directory.log()
                        + ", says:\n" + (said.isBlank() ? result.output() : said));
            }
        }
    }

    /** Stops the server: sessions are ended and the data brought to rest, unless that takes too long. */
    void stop() {
        try {
            Optional<Postmaster> running = Postmaster.of(directory.cluster());
            if (running.isEmpty()) {
                return;
            }
            pgCtl("stop", "-W", "-m", "fast");
            if (running.get().awaitEnd(directory.cluster(), FAST_STOP)) {
                return;
            }
            // Nothing committed is lost: the next start recovers from the write-ahead log.
            pgCtl("stop", "-W", "-m", "immediate");
            if (!running.get().awaitEnd(directory.cluster(), IMMEDIATE_STOP)) {
                throw new IllegalStateException("The PostgreSQL of " + directory.root() + " (process "
                        + running.get().process().pid() + ") does not stop; end it yourself");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The PostgreSQL of " + directory.root() + " could not be stopped", e);
        }
    }

    private void initdb(Path cluster) throws IOException {
        require(
                "made",
                run(
                        "initdb",
                        "",
                        "-D",
                        cluster.toString(),
                        "--username=postgres",
                        "--auth=reject",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C",
                        "--data-checksums",
                        "--no-instructions"));
    }

    /** In single-user mode, which needs no password; the superuser has none, and no way in over the network. */
    private void createUserAndDatabase(Path cluster, String password) throws IOException {
        String statements = "create role " + USER + " login password '" + password + "'\n" + "create database "
                + DATABASE + " owner " + USER + "\n";
        Command.Result result = run(
                "postgres", statements, "--single", "-D", cluster.toString(), "-c", "exit_on_error=on", "template1");
        require("given a database", result);
    }

    private static void require(String done, Command.Result result) {
        if (!result.succeeded()) {
            throw new IllegalStateException("The embedded PostgreSQL could not be " + done + ": " + result.output());
        }
    }

    private Command.Result pgCtl(String action, String... arguments) throws IOException {
        List<String> all =
                new ArrayList<>(List.of(action, "-D", directory.cluster().toString()));
        all.addAll(List.of(arguments));
        return run("pg_ctl", "", all.toArray(String[]::new));
    }

    private Command.Result run(String program, String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(binaries.program(program).toString()));
        command.addAll(List.of(arguments));
        return Command.run(command, input, directory.output(program));
    }

    private String logSince(long start) throws IOException {
        if (!Files.exists(directory.log())) {
            return "";
        }
        byte[] log = Files.readAllBytes(directory.log());
        int from = (int) Math.min(start, log.length);
        return new String(log, from, log.length - from, StandardCharsets.UTF_8).strip();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String newPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        // Letters, digits, - and _: nothing to be escaped in SQL or in a URL.
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
