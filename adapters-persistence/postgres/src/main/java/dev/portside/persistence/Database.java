package dev.portside.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work on connections of the pool and tells what goes wrong as {@link Fault}s. */
final class Database implements AutoCloseable {

    /** Something done on a connection. It may be done again when another transaction was in the way. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Deadlocks are ended by the server after a second; two in a row are bad luck, three are a mistake. */
    private static final int ATTEMPTS = 3;

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** For a server that takes the connection and then says nothing, which the timeout for connecting does not cover. */
    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(1);

    /** Leaves the server time to report its own timeout before the socket's strikes. */
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(5);

    /** Below the idle limits of common firewalls and load balancers (AWS NLB 350 s, Azure 240 s). */
    private static final Duration KEEPALIVE = Duration.ofMinutes(2);

    private static final Duration CLIENT_CHECK = Duration.ofMillis(500);

    private static final int ROWS_PER_STEP = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final ServerConnections server;
    private final HikariDataSource pool;

    Database(PostgresSettings settings, MeterRegistry registry) {
        this.server = new ServerConnections(pooled(settings));
        this.pool = new HikariDataSource(configuration(settings, server, registry));
    }

    /** What every kind of connection has in common. */
    static PGSimpleDataSource source(PostgresSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.jdbcUrl());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setApplicationName("portside");
        source.setConnectTimeout((int) CONNECT_TIMEOUT.toSeconds());
        source.setLoginTimeout((int) LOGIN_TIMEOUT.toSeconds());
        source.setTcpKeepAlive(true);
        return source;
    }

    /** Runs the work as one statement that commits by itself. */
    <T> T run(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = acquire()) {
                return work.on(connection);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !Faults.isWorthAnotherTry(e)) {
                    throw fault(e);
                }
            } catch (Fault e) {
                throw e;
            } catch (RuntimeException e) {
                // Such as a row that breaks a rule of the domain: no fault of whoever sent the request.
                throw new Fault(Category.BUG, "PostgreSQL was asked or understood wrongly: " + e, e);
            }
        }
    }

    /** Runs the work in one transaction: all of it, or none when it throws. */
    <T> T transaction(Work<T> work) {
        return run(connection -> {
            connection.setAutoCommit(false);
            // The pool rolls back, and sets auto-commit again, when the connection is closed without this commit.
            T result = work.on(connection);
            connection.commit();
            return result;
        });
    }

    /**
     * Runs questions that belong together on one state of the database. They may take more memory for sorting than others,
     * and rows come in steps, so that there may be many.
     */
    <T> T snapshot(Work<T> work) {
        return run(connection -> inSnapshot(connection, any -> {
            CountStatements.MORE_MEMORY.list(connection, row -> "");
            return work.on(connection);
        }));
    }

    /**
     * Runs a question in parts on one state of the database. Another connection takes a part of the work if one is free;
     * nothing waits for that.
     */
    <T> List<T> snapshot(int parts, SharedWork.Part<T> part) {
        return snapshot(connection -> {
            SharedWork<T> work = new SharedWork<>(parts, part);
            String state =
                    SharedWork.EXPORT.first(connection, row -> row.getString(1)).orElseThrow();
            Thread helper = Thread.ofVirtual().name("portside-question").unstarted(() -> help(work, state));
            if (pool.getHikariPoolMXBean().getIdleConnections() > 0) {
                helper.start();
            }
            try {
                work.take(connection);
                // Locks that are held while another connection is waited for could be part of a circle that PostgreSQL
                // does not see.
                connection.commit();
                return work.results();
            } catch (SQLException | RuntimeException | Error e) {
                work.giveUp();
                helper.interrupt();
                throw e;
            }
        });
    }

    private <T> void help(SharedWork<T> work, String state) {
        try (Connection connection = acquire()) {
            if (work.isLeft()) {
                inSnapshot(connection, any -> {
                    SharedWork.adopt(connection, state);
                    CountStatements.MORE_MEMORY.list(connection, row -> "");
                    work.take(connection);
                    return state;
                });
            }
        } catch (SQLException | Fault e) {
            // What was begun has its error already, and what was not is done by the one who asked for help.
            LOG.debug("A question had no help", e);
        }
    }

    private static <T> T inSnapshot(Connection connection, Work<T> work) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        PGConnection session = connection.unwrap(PGConnection.class);
        session.setDefaultFetchSize(ROWS_PER_STEP);
        try {
            return work.on(connection);
        } finally {
            // The pool resets the rest when the connection is closed, and does not know of this.
            session.setDefaultFetchSize(0);
        }
    }

    @Override
    public void close() {
        server.close();
        pool.close();
    }

    private Connection acquire() throws SQLException {
        if (Thread.currentThread().isInterrupted()) {
            // A virtual thread's first read would close the connection, which is worth keeping.
            throw new Fault(Category.TIMEOUT, "The thread was interrupted before PostgreSQL was asked");
        }
        if (pool.isClosed()) {
            throw new Fault(Category.UNAVAILABLE, "The connection pool is closed: this node is stopping");
        }
        SQLException away = server.away();
        if (away != null && pool.getHikariPoolMXBean().getIdleConnections() == 0) {
            // Waiting for a connection would not bring the server back, only hold on to the request.
            throw Faults.of(away);
        }
        return pool.getConnection();
    }

    private Fault fault(SQLException e) {
        if (Faults.isServerGoingOrComing(e)) {
            // The pool trusts connections used within half a second; after this, none of them works.
            pool.getHikariPoolMXBean().softEvictConnections();
        }
        return Faults.of(e);
    }

    private static PGSimpleDataSource pooled(PostgresSettings settings) {
        PGSimpleDataSource source = source(settings);
        source.setSocketTimeout(
                (int) settings.statementTimeout().plus(SOCKET_GRACE).toSeconds());
        // The statements' meaning relies on the isolation level, so it is not left to the server's configuration.
        long millis = settings.statementTimeout().toMillis();
        source.setOptions("-c statement_timeout=" + millis + " -c idle_in_transaction_session_timeout=" + millis
                // A question whose thread was interrupted has lost its connection, and is not to be worked on for
                // nobody.
                + " -c client_connection_check_interval=" + CLIENT_CHECK.toMillis()
                + " -c default_transaction_isolation=read\\ committed");
        return source;
    }

    private static HikariConfig configuration(
            PostgresSettings settings, ServerConnections server, MeterRegistry registry) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("postgres");
        config.setDataSource(server);
        config.setMaximumPoolSize(settings.poolMax());
        config.setMinimumIdle(settings.poolMin());
        config.setConnectionTimeout(settings.acquireTimeout().toMillis());
        config.setValidationTimeout(VALIDATION_TIMEOUT.toMillis());
        config.setKeepaliveTime(KEEPALIVE.toMillis());
        // Nodes start before their database if need be.
        config.setInitializationFailTimeout(-1);
        config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
        return config;
    }
}
