package dev.portside.persistence;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that the host begins and ends on connections of its own, each within one thread:
 *
 * <pre>{@code
 * connection.setAutoCommit(false);
 * transactions.enclose(connection, () -> {
 *     order.insert(connection);
 *     portside.users().register(user);
 *     connection.commit();
 *     return order;
 * });
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class ThreadTransactions implements JdbcTransactions {

    @SuppressWarnings("ThreadLocalUsage") // two cores in one process have their own
    private final ThreadLocal<@Nullable Enclosing> current = new ThreadLocal<>();

    /** What is called in a transaction. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, E extends Exception> {

        T run() throws E;
    }

    private record Enclosing(Connection connection, List<Runnable> ended) {}

    /** No thread is in one yet. */
    public ThreadTransactions() {}

    /**
     * Does the work, in which calls of this thread are part of the transaction on this connection. The work ends it by commit or
     * rollback, as the last that it does: what others share is brought up to date when the work is done.
     *
     * @param connection to the database of the core, which commits only when it is told to
     * @throws IllegalStateException when this thread is in another already
     * @throws E what the work throws
     */
    public <T extends @Nullable Object, E extends Exception> T enclose(Connection connection, Work<T, E> work)
            throws E {
        if (current.get() != null) {
            throw new IllegalStateException("This thread is in a transaction already; end that one first");
        }
        Enclosing enclosing = new Enclosing(connection, new ArrayList<>());
        current.set(enclosing);
        try {
            return work.run();
        } finally {
            current.remove();
            enclosing.ended().forEach(Runnable::run);
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
