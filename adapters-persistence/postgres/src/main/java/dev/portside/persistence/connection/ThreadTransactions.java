package dev.portside.persistence.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions of a host that holds the connection in its hands, each within one thread:
 *
 * <pre>{@code
 * transactions.run(connection, () -> {
 *     insertOrder(connection, number);
 *     return portside.users().register(customer);
 * });
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class ThreadTransactions implements JdbcTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadTransactions.class);

    @SuppressWarnings("ThreadLocalUsage") // two cores in one process have their own
    private final ThreadLocal<@Nullable Enclosing> current = new ThreadLocal<>();

    /** Work done in a transaction. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, E extends Exception> {

        T run() throws E;
    }

    private record Enclosing(Connection connection, List<Runnable> ended) {}

    /** No thread is in one yet. */
    public ThreadTransactions() {}

    /**
     * Does the work in a transaction on this connection, of which calls of this thread are a part meanwhile. It is committed when
     * the work returns, and rolled back when it throws; then the connection is as it was before.
     *
     * @param connection to the database of the core, in no transaction
     * @return what the work returned
     * @throws IllegalStateException when this thread or the connection is in another already; nothing was done then
     * @throws SQLException when it cannot be begun or committed
     * @throws E what the work throws
     */
    public <T extends @Nullable Object, E extends Exception> T run(Connection connection, Work<T, E> work)
            throws E, SQLException {
        if (current.get() != null) {
            throw new IllegalStateException("This thread is in a transaction already; end that one first");
        }
        Enclosing enclosing = new Enclosing(connection, new ArrayList<>());
        boolean committedByItself = connection.getAutoCommit();
        if (!committedByItself && isInTransaction(connection)) {
            throw new IllegalStateException(
                    "The connection is in a transaction already, which would be committed with this one; end that one"
                            + " first, or give a connection of its own");
        }
        connection.setAutoCommit(false);
        current.set(enclosing);
        boolean committed = false;
        try {
            T result = work.run();
            connection.commit();
            committed = true;
            return result;
        } finally {
            current.remove();
            settle(connection, committed, committedByItself);
            // What others share must be brought up to date in any case: a commit that failed may have been one.
            enclosing.ended().forEach(Runnable::run);
        }
    }

    /** Returns whether it has work that is neither committed nor rolled back. Of another driver that is not known. */
    private static boolean isInTransaction(Connection connection) throws SQLException {
        return connection.isWrapperFor(BaseConnection.class)
                && connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
    }

    private static void settle(Connection connection, boolean committed, boolean committedByItself) {
        try {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(committedByItself);
        } catch (SQLException e) {
            // It is lost, and what was done on it has failed for the same reason.
            LOG.debug("A connection could not be tidied up", e);
        }
    }

    @Override
    public Optional<Connection> connection() {
        return Optional.ofNullable(current.get()).map(Enclosing::connection);
    }

    @Override
    public void afterEnd(Runnable work) {
        Enclosing enclosing = current.get();
        if (enclosing == null) {
            throw new IllegalStateException("This thread is in no transaction");
        }
        enclosing.ended().add(work);
    }
}
