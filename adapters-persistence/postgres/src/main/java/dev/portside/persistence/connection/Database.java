package dev.portside.persistence.connection;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.persistence.statement.Faults;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runner of work on connections that throws failures as {@link Fault}s. Work of a thread that is in a host's transaction is
 * part of that one.
 */
public final class Database implements AutoCloseable {

    /** Mapping of an error to its meaning for the caller, when it is no fault; empty when it is one. */
    @FunctionalInterface
    public interface Refusal<T> {
        Optional<T> of(SQLException e);
    }

    /** Deadlocks are ended by the server after a second; two in a row are bad luck, three are a mistake. */
    public static final int ATTEMPTS = 3;

    /** Leaves a request whose deadline is 10 s time to be answered, also with a refusal. */
    static final int QUERY_MILLIS = 6_000;

    private static final int ROWS_PER_STEP = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final Connections connections;
    private final Optional<JdbcTransactions> transactions;
    private final ServiceState state = new ServiceState();

    public Database(Connections connections, Optional<JdbcTransactions> transactions) {
        this.connections = connections;
        this.transactions = transactions;
    }

    /** Connections for work that takes its time. */
    public DataSource administration() {
        return connections.administration();
    }

    /** Runs the work as one statement that commits by itself. */
    public <T> T run(Work<T> work) {
        return run(work, e -> Optional.empty());
    }

    /**
     * The same where the database may refuse what was asked for. The work lets the error pass, for nothing can be done in a
     * transaction of the host's until what led to it has been rolled back.
     */
    public <T> T run(Work<T> work, Refusal<T> refusal) {
        Optional<Connection> enclosing = enclosing();
        return enclosing.isPresent() ? runInHostTransaction(enclosing.get(), work, refusal) : runApart(work, refusal);
    }

    private <T> T runInHostTransaction(Connection enclosing, Work<T> work, Refusal<T> refusal) {
        return onKnownSchema(() -> HostTransactionWork.run(enclosing, connections.inHostTransaction(work), refusal));
    }

    private <T> T readInHostTransaction(Connection enclosing, Work<T> work) {
        return onKnownSchema(() -> HostTransactionWork.read(enclosing, connections.inHostTransaction(work)));
    }

    private <T> T onKnownSchema(Supplier<T> work) {
        state.requireKnownSchema();
        try {
            return work.get();
        } catch (Fault e) {
            if (e.getCause() instanceof SQLException cause) {
                askAfter(cause);
                state.requireKnownSchema();
            }
            throw e;
        }
    }

    /** Runs the work in one transaction: all of it, or none when it throws. */
    public <T> T transaction(Work<T> work) {
        // Work inside a host's transaction is all or nothing by itself.
        return enclosing().isPresent() ? run(work) : transactionApart(work);
    }

    /**
     * The same for work that waits for other transactions no longer than a second, unless it is part of one of the host's: who
     * waits longer holds up others.
     */
    public <T> T briskTransaction(Work<T> work) {
        return enclosing().isPresent()
                ? run(work)
                : transactionApart(connection -> {
                    TransactionStatements.BRISK.run(connection, None.NONE);
                    return work.on(connection);
                });
    }

    /** The same, and never in a transaction of the host's, which would keep others from what is locked until it ends. */
    public <T> T transactionApart(Work<T> work) {
        return runApart(connection -> inTransaction(connection, work), e -> Optional.empty());
    }

    /** The same for work that takes its time. */
    public <T> T longTransaction(Work<T> work) {
        state.requireKnownSchema();
        try (Connections.Lease lease = connections.acquireForLongWork()) {
            state.askForSchema(lease.connection());
            state.requireKnownSchema();
            return inTransaction(lease.connection(), work);
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    /**
     * Runs queries that belong together on one state of the database, or on what a transaction of the host's sees. They may take
     * more memory for sorting than others, and rows come in steps, so that there may be many. None takes longer than most of a
     * deadline, unless it is in a transaction of the host's.
     *
     * <p>In a transaction of the host's each query sees what was committed before it, so compaction is kept out meanwhile: what
     * it moves between two of them would be counted twice, or not at all.
     *
     * @param tooLong the result when a query would have taken longer
     */
    public <T> T snapshot(Work<T> work, T tooLong) {
        return onOneState(
                connection -> {
                    if (enclosing().isEmpty()) {
                        TransactionStatements.BOUNDED.run(connection, None.NONE);
                    }
                    return work.on(connection);
                },
                e -> Faults.isCancelled(e) ? Optional.of(tooLong) : Optional.empty());
    }

    /**
     * Runs a question in parts on one state of the database. Another connection takes a part of the work if one is free;
     * nothing waits for that.
     */
    public <T> List<T> snapshot(int parts, SharedWork.Part<T> part) {
        Work<List<T>> inParts = connection -> {
            SharedWork<T> work = new SharedWork<>(parts, part);
            // No other connection sees what a transaction of the host's sees.
            if (enclosing().isPresent() || !connections.areIdle()) {
                work.take(connection);
                return work.results();
            }
            String state = SharedWork.EXPORT.only(connection, None.NONE);
            Thread helper = Thread.ofVirtual().name("portside-question").start(() -> help(work, state));
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
        };
        return onOneState(inParts, e -> Optional.empty());
    }

    private <T> void help(SharedWork<T> work, String state) {
        try (Connections.Lease lease = acquire()) {
            Connection connection = lease.connection();
            if (work.isLeft()) {
                inSnapshot(connection, any -> {
                    SharedWork.adopt(connection, state);
                    TransactionStatements.MORE_MEMORY.run(connection, None.NONE);
                    work.take(connection);
                    return state;
                });
            }
        } catch (SQLException | Fault e) {
            // What was begun has its error already, and what was not is done by the one who asked for help.
            LOG.debug("A question had no help", e);
        }
    }

    private <T> T onOneState(Work<T> work, Refusal<T> refusal) {
        Optional<Connection> enclosing = enclosing();
        return enclosing.isPresent()
                ? readInHostTransaction(enclosing.get(), connection -> {
                    TransactionStatements.KEEP_COMPACTION_OUT.run(connection, None.NONE);
                    return inSteps(connection, work);
                })
                : runApart(
                        connection -> inSnapshot(connection, any -> {
                            TransactionStatements.MORE_MEMORY.run(connection, None.NONE);
                            return work.on(connection);
                        }),
                        refusal);
    }

    private Optional<Connection> enclosing() {
        return transactions.flatMap(JdbcTransactions::connection);
    }

    private <T> T runApart(Work<T> work, Refusal<T> refusal) {
        for (int attempt = 1; ; attempt++) {
            try (Connections.Lease lease = acquire()) {
                return work.on(lease.connection());
            } catch (SQLException e) {
                Optional<T> refused = refusal.of(e);
                if (refused.isPresent()) {
                    return refused.get();
                }
                if (attempt == ATTEMPTS || !isWorthAnotherTry(e)) {
                    throw fault(e);
                }
            } catch (Fault e) {
                throw e;
            } catch (RuntimeException e) {
                throw internal(e);
            }
        }
    }

    /** Such as a row that breaks a rule of the domain: not the client's fault. */
    static Fault internal(RuntimeException e) {
        return new Fault(Category.INTERNAL, "Unexpected SQL or mapping error: " + e, e);
    }

    private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.on(connection);
            connection.commit();
            return result;
        } finally {
            // Not every pool does so.
            settle(connection);
        }
    }

    private static <T> T inSnapshot(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            try (Statement statement = connection.createStatement()) {
                // Of this transaction: the driver's own way would be the session's, which may be another's.
                statement.execute("set transaction isolation level repeatable read, read only");
            }
            return inSteps(connection, work);
        } finally {
            settle(connection);
        }
    }

    /** Rolls back what was not committed; from now on each statement commits by itself. */
    private static void settle(Connection connection) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // It is lost, and what was done on it has failed for the same reason.
            LOG.debug("A connection could not be tidied up", e);
        }
    }

    private static <T> T inSteps(Connection connection, Work<T> work) throws SQLException {
        PGConnection session = connection.unwrap(PGConnection.class);
        int before = session.getDefaultFetchSize();
        session.setDefaultFetchSize(ROWS_PER_STEP);
        try {
            return work.on(connection);
        } finally {
            // No pool knows of this.
            session.setDefaultFetchSize(before);
        }
    }

    @Override
    public void close() {
        connections.close();
    }

    /**
     * Asks for a sign of life in the way that requests go. When all connections are in use and come back with answers, that is one.
     *
     * @throws Fault when there is none, or when requests would meet what they cannot work with
     */
    public void check() {
        if (connections.areBusyAnswering()) {
            return;
        }
        try {
            if (isReadOnly() && (!connections.renew() || isReadOnly())) {
                throw state.readOnly();
            }
        } catch (SQLException e) {
            throw fault(e);
        }
        state.requireKnownSchema();
    }

    /**
     * Asks which programs may work on the schema, so that a node without readiness requests finds out, too, when it has been
     * left behind, and when it has not been any more.
     */
    public void lookAtSchema() {
        try (Connections.Lease lease = acquireAnyway()) {
            state.askForSchema(lease.connection());
        } catch (SQLException e) {
            throw Faults.of(e);
        }
    }

    private boolean isReadOnly() throws SQLException {
        try (Connections.Lease lease = acquireAnyway()) {
            state.askForSchema(lease.connection());
            return ServiceState.isReadOnly(lease.connection());
        }
    }

    /** Returns the obstacle to requests that the last {@link #check} found; null when there was none, or it is unknown. */
    public ServiceState.@Nullable Trouble trouble() {
        return state.trouble();
    }

    private Connections.Lease acquire() throws SQLException {
        state.requireKnownSchema();
        return acquireAnyway();
    }

    private Connections.Lease acquireAnyway() throws SQLException {
        if (Thread.currentThread().isInterrupted()) {
            // A virtual thread's first read would close the connection, which is worth keeping.
            throw new Fault(Category.TIMEOUT, "The thread was interrupted before PostgreSQL was asked");
        }
        return connections.acquire();
    }

    /** A connection that was made while the database took no writes takes none for as long as it lives. */
    private boolean isWorthAnotherTry(SQLException e) {
        return Faults.isWorthAnotherTry(e) || (Faults.READ_ONLY.equals(e.getSQLState()) && connections.renew());
    }

    private Fault fault(SQLException e) {
        if (Faults.isServerGoingOrComing(e)) {
            connections.distrust();
        }
        askAfter(e);
        state.requireKnownSchema();
        return Faults.of(e);
    }

    /** Asks whether the cause is no bug here, but a newer program that has changed the tables. */
    private void askAfter(SQLException error) {
        if (!Faults.isAboutSchema(error)) {
            return;
        }
        try (Connections.Lease lease = acquireAnyway()) {
            state.askForSchema(lease.connection());
        } catch (SQLException | Fault e) {
            error.addSuppressed(e);
        }
    }
}
