package dev.portside.persistence.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.persistence.statement.Faults;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** A pool of connections that belongs to this storage, set up for what it does with them. */
public final class OwnConnections implements Connections {

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** For a server that takes the connection and then says nothing, which the timeout for connecting does not cover. */
    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(1);

    /** Leaves the server time to report its own timeout before the socket's strikes. */
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(5);

    /** Below the idle limits of common firewalls and load balancers (AWS NLB 350 s, Azure 240 s). */
    private static final Duration KEEPALIVE = Duration.ofMinutes(2);

    /** How long an answer is a sign of life. */
    private static final Duration ALIVE_FOR = Duration.ofSeconds(2);

    private final WriteProbe writes;
    private volatile long answered = System.nanoTime() - ALIVE_FOR.toNanos();
    private final DataSource administration;
    private final ServerConnections server;
    private final HikariDataSource pool;

    public OwnConnections(PostgresSettings settings, MeterRegistry registry) {
        this.administration = new Sessions(source(settings), settings.pooler(), null);
        this.writes = new WriteProbe(administration);
        this.server =
                new ServerConnections(new Sessions(pooled(settings), settings.pooler(), settings.statementTimeout()));
        this.pool = new HikariDataSource(configuration(settings, server, registry));
    }

    private record Own(Connection connection) implements Lease {

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private final class Pooled implements Lease {

        private final Connection connection;

        Pooled(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Connection connection() {
            return connection;
        }

        @Override
        public void close() throws SQLException {
            if (!connection.isClosed()) {
                answered = System.nanoTime();
            }
            connection.close();
        }
    }

    @Override
    public Lease acquire() throws SQLException {
        if (pool.isClosed()) {
            throw new Fault(Category.UNAVAILABLE, "The connection pool is closed: this node is stopping");
        }
        SQLException away = server.away();
        if (away != null && !areIdle()) {
            // Waiting for a connection would not bring the server back, only hold on to the request.
            throw Faults.of(away);
        }
        return new Pooled(pool.getConnection());
    }

    /** Without a statement timeout. */
    @Override
    public Lease acquireForLongWork() throws SQLException {
        return new Own(administration.getConnection());
    }

    @Override
    public boolean areIdle() {
        return pool.getHikariPoolMXBean().getIdleConnections() > 0;
    }

    /** The pool trusts connections used within half a second. */
    @Override
    public void distrust() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public boolean renew() {
        boolean taken = writes.areTaken();
        if (taken) {
            distrust();
        }
        return taken;
    }

    @Override
    public boolean areBusyAnswering() {
        HikariPoolMXBean now = pool.getHikariPoolMXBean();
        return now.getIdleConnections() == 0
                && now.getActiveConnections() >= pool.getMaximumPoolSize()
                && System.nanoTime() - answered < ALIVE_FOR.toNanos();
    }

    /** Without a statement timeout. */
    @Override
    public DataSource administration() {
        return administration;
    }

    @Override
    public void close() {
        server.close();
        pool.close();
    }

    /** Returns a source with what every kind of connection has in common. */
    public static PGSimpleDataSource source(PostgresSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.jdbcUrl());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        // What is set is preferred to what the URL says, so only what it does not say is.
        unlessGiven(settings, PGProperty.APPLICATION_NAME, () -> source.setApplicationName("portside"));
        unlessGiven(
                settings,
                PGProperty.CONNECT_TIMEOUT,
                () -> source.setConnectTimeout((int) CONNECT_TIMEOUT.toSeconds()));
        unlessGiven(settings, PGProperty.LOGIN_TIMEOUT, () -> source.setLoginTimeout((int) LOGIN_TIMEOUT.toSeconds()));
        unlessGiven(settings, PGProperty.TCP_KEEP_ALIVE, () -> source.setTcpKeepAlive(true));
        // What stood in a row is nothing for a log.
        source.setLogServerErrorDetail(false);
        return source;
    }

    private static PGSimpleDataSource pooled(PostgresSettings settings) {
        PGSimpleDataSource source = source(settings);
        unlessGiven(
                settings,
                PGProperty.SOCKET_TIMEOUT,
                () -> source.setSocketTimeout(
                        (int) settings.statementTimeout().plus(SOCKET_GRACE).toSeconds()));
        return source;
    }

    private static void unlessGiven(PostgresSettings settings, PGProperty property, Runnable setting) {
        if (!DatabaseUrl.gives(settings.jdbcUrl(), property)) {
            setting.run();
        }
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
