package dev.portside.persistence;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** Connections of a source that belongs to the host: how many there are, and how long they may take, is for the host to say. */
final class HostConnections implements Connections {

    private final DataSource source;
    private volatile boolean closed;

    HostConnections(DataSource source) {
        this.source = source;
    }

    /**
     * Finds out whether they are what statements here rely on.
     *
     * @throws Fault BUG when they are not, with what to do; another when nobody knows
     */
    void check() {
        try (Connection connection = acquire()) {
            if (!connection.isWrapperFor(PGConnection.class)) {
                throw new Fault(
                        Category.BUG,
                        "The data source that was given leads to "
                                + connection.getMetaData().getDatabaseProductName()
                                + ", and not to PostgreSQL by its JDBC driver; give another, or choose another storage");
            }
            if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
                throw new Fault(
                        Category.BUG,
                        "The data source that was given makes connections that are not \"read committed\"; set its isolation "
                                + "level to that, or give another");
            }
        } catch (SQLException e) {
            throw Faults.of(e);
        }
    }

    @Override
    public Connection acquire() throws SQLException {
        if (closed) {
            throw new Fault(Category.UNAVAILABLE, "The storage is closed: this node is stopping");
        }
        Connection connection = source.getConnection();
        if (!connection.getAutoCommit()) {
            connection.setAutoCommit(true);
        }
        return connection;
    }

    /** Nobody knows; and the host has lent as many as it was asked for. */
    @Override
    public boolean areIdle() {
        return false;
    }

    /** The host's pool finds out by itself. */
    @Override
    public void distrust() {}

    @Override
    public DataSource administration() {
        return source;
    }

    @Override
    public void close() {
        closed = true;
    }
}
