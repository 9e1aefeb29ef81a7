package dev.portside.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL 18 server of this program's own. What it has committed survives restarts and the sudden end of this
 * program, of the server, or of the machine. It listens on 127.0.0.1 only, on a port that may differ at each start, and
 * admits one user with a random password.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private final DirectoryLock lock;
    private final Server server;
    private final int port;
    private final String password;

    private EmbeddedPostgres(DirectoryLock lock, Server server, int port, String password) {
        this.lock = lock;
        this.server = server;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the server on the data in this directory, which is made when it is not there. Returns when the server
     * accepts connections: the first time after a few seconds, later within about one. A server that an earlier program
     * left running there is stopped first.
     *
     * @throws IllegalStateException when the directory cannot be used, or the server cannot run; the message says what to
     *     do
     * @throws UncheckedIOException when reading or writing the directory fails
     */
    public static EmbeddedPostgres start(Path dataDir) {
        long begin = System.nanoTime();
        try {
            DataDirectory directory = DataDirectory.prepare(dataDir);
            DirectoryLock lock = DirectoryLock.acquire(directory);
            try {
                Server server = new Server(directory, Binaries.unpack(directory));
                String password = server.initialise();
                server.stopLeftover();
                int port = server.start();
                LOG.info(
                        "Embedded PostgreSQL on 127.0.0.1:{} with its data in {}, started in {} ms",
                        port,
                        directory.root(),
                        (System.nanoTime() - begin) / 1_000_000);
                return new EmbeddedPostgres(lock, server, port, password);
            } catch (IOException | RuntimeException e) {
                giveUp(lock, directory);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The embedded PostgreSQL could not use " + dataDir + " (" + e.getMessage()
                            + "); make room on its disk and see that it may be written to, or set PORTSIDE_DATA_DIR to"
                            + " another folder",
                    e);
        }
    }

    /** Leaves no server running that was about to start, also when an interrupt ended the start. */
    private static void giveUp(DirectoryLock lock, DataDirectory directory) throws IOException {
        boolean interrupted = Thread.interrupted();
        try (lock) {
            new Server(directory, Binaries.unpack(directory)).stopLeftover();
        } catch (IllegalStateException e) {
            LOG.debug("There was nothing to stop", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns the URL that JDBC connects to; without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + Server.DATABASE;
    }

    /** The user to connect as: the owner of the database, no superuser. */
    public String user() {
        return Server.USER;
    }

    /** That user's password. It stays the same as long as the data does. */
    public String password() {
        return password;
    }

    /** Ends every session, brings the data to rest and stops the server; returns when it has stopped. */
    @Override
    public void close() {
        try (lock) {
            server.stop();
        }
    }
}
