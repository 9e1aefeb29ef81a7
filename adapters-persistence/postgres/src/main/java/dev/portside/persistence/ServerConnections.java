package dev.portside.persistence;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;

/**
 * Opens connections for the pool, and keeps trying while the server is away. HikariCP pauses ever longer between
 * attempts, up to five seconds, and for that long the pool would stay empty after the server's return; here the pause
 * is always short.
 */
final class ServerConnections implements DataSource, AutoCloseable {

    /** Far below the second within which service must resume; ten refused attempts a second cost nothing. */
    private static final long PAUSE_MILLIS = 100;

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ServerConnections.class);

    private final PGSimpleDataSource server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable SQLException away;

    ServerConnections(PGSimpleDataSource server) {
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

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("The pool has one user");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    /** Of no use: the connect and socket timeouts bound each attempt. */
    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        // When it closes, the pool waits that long for an attempt under way, which ends within its connect timeout.
        return (int) OwnConnections.CONNECT_TIMEOUT.toSeconds();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return server.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return server.isWrapperFor(type);
    }
}
