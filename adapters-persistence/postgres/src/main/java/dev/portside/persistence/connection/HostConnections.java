package dev.portside.persistence.connection;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.persistence.connection.PostgresSettings.Pooler;
import dev.portside.persistence.statement.Faults;
import dev.portside.persistence.statement.Sql;
import dev.portside.persistence.statement.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** Connections of a source that belongs to the host: how many there are, and how long they may take, is for the host to say. */
public final class HostConnections implements Connections {

    private final Optional<InSchema> inSchema;
    private final DataSource source;
    private final Pooler pooler;
    private volatile boolean closed;

    public HostConnections(DataSource source, Pooler pooler, Optional<String> schema) {
        this.inSchema = schema.map(name -> new InSchema(source, name));
        this.source = inSchema.<DataSource>map(any -> any).orElse(source);
        this.pooler = pooler;
    }

    /**
     * Finds out whether they are what statements here rely on.
     *
     * @throws Fault MISCONFIGURED when they are not, with what to do; another when this cannot be determined
     */
    public void check() {
        try (Lease lease = acquire()) {
            Connection connection = lease.connection();
            if (!connection.isWrapperFor(PGConnection.class)) {
                throw new Fault(
                        Category.MISCONFIGURED,
                        "The data source that was given leads to "
                                + connection.getMetaData().getDatabaseProductName()
                                + ", and not to PostgreSQL by its JDBC driver; give another, or choose another"
                                + " storage");
            }
            if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
                throw new Fault(
                        Category.MISCONFIGURED,
                        "The data source that was given makes connections that are not \"read committed\"; set its"
                                + " isolation level to that, or give another");
            }
            checkNames(connection);
        } catch (SQLException e) {
            throw Faults.of(e);
        }
    }

    /** Checks names of statements. The host decides how its own are sent, and they fail as ours would. */
    private void checkNames(Connection connection) throws SQLException {
        PGConnection session = connection.unwrap(PGConnection.class);
        boolean pooled = switch (pooler) {
            case AUTO -> Sessions.number(connection) != session.getBackendPID();
            case SESSION -> false;
            case TRANSACTION -> true;
        };
        if (pooled && inSchema.isPresent()) {
            throw new Fault(
                    Category.MISCONFIGURED,
                    "Between the data source that was given and PostgreSQL there is a pooler, by which the search path"
                            + " of one client may become another's; take out " + PostgresSettings.SCHEMA.key()
                            + ", and give Portside a data source of a role of its own: alter role … set search_path ="
                            + " …; if it pools by session, set " + PostgresSettings.POOLER.key() + "=session");
        }
        if (pooled && !Sql.areNamesAvoided(session)) {
            throw new Fault(
                    Category.MISCONFIGURED,
                    "Between the data source that was given and PostgreSQL there is a pooler. If it pools by"
                            + " transaction, statements that one client has named answer another's, so add"
                            + " prepareThreshold=0 to the data source's URL; if it pools"
                            + " by session, set " + PostgresSettings.POOLER.key()
                            + "=session");
        }
    }

    @Override
    public <T> Work<T> inHostTransaction(Work<T> work) {
        return inSchema.<Work<T>>map(one -> connection -> one.within(connection, work))
                .orElse(work);
    }

    private record Borrowed(Connection connection, boolean committedByItself) implements Lease {

        @Override
        public void close() throws SQLException {
            try (connection) {
                // Not every pool does so, and the host's next transaction would be none.
                if (!committedByItself && !connection.isClosed()) {
                    connection.setAutoCommit(false);
                }
            }
        }
    }

    @Override
    public Lease acquire() throws SQLException {
        if (closed) {
            throw new Fault(Category.UNAVAILABLE, "The storage is closed: this node is stopping");
        }
        Connection connection = source.getConnection();
        try {
            Borrowed borrowed = new Borrowed(connection, connection.getAutoCommit());
            if (!borrowed.committedByItself()) {
                connection.setAutoCommit(true);
            }
            return borrowed;
        } catch (SQLException | RuntimeException | Error e) {
            try (connection) {
                throw e;
            }
        }
    }

    /** With the host's timeouts, and one of its connections. */
    @Override
    public Lease acquireForLongWork() throws SQLException {
        return acquire();
    }

    /** This is unknown; and the host has lent as many as it was asked for. */
    @Override
    public boolean areIdle() {
        return false;
    }

    /** The host's pool finds out by itself. */
    @Override
    public void distrust() {}

    @Override
    public boolean renew() {
        return false;
    }

    /** This is unknown. */
    @Override
    public boolean areBusyAnswering() {
        return false;
    }

    @Override
    public DataSource administration() {
        return source;
    }

    @Override
    public void close() {
        closed = true;
    }
}
