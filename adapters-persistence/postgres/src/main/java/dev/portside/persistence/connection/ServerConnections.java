package dev.portside.persistence.connection;

import dev.portside.persistence.statement.Faults;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections for the pool, and retries while the server is unavailable. HikariCP pauses ever longer between
 * attempts, up to five seconds, and for that long the pool would stay empty after the server's return; here the pause
 * is always short.
 */
final class ServerConnections extends PlainDataSource implements AutoCloseable {

    /** Far below the second within which service must resume; ten refused attempts a second cost nothing. */
    private static final long PAUSE_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ServerConnections.class);

    private final DataSource server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable SQLException away;

    ServerConnections(DataSource server) {
        super(server);
        this.server = server;
    }

    /** Why the last attempt failed; null when it did not. */
    @Nullable
    SQLException away() {
        return away;
    }

    /** Returns once there is a connection, however long that takes; any other failure than absence is passed on. */
    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            try {
                Connection connection = server.getConnection();
                if (away != null) {
                    LOG.info("PostgreSQL is back");
                    away = null;
                }
                return connection;
            } catch (SQLException e) {
                if (!Faults.isConnectionLoss(e)) {
                    away = null;
                    throw e;
                }
                if (away == null) {
                    LOG.warn("PostgreSQL is away, and is tried again until it is back: {}", e.getMessage());
                }
                away = e;
                pause(e);
            }
        }
    }

    /** Ends the attempts under way. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void pause(SQLException failure) throws SQLException {
        try {
            if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw failure;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
