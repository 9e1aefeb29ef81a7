package dev.portside.persistence.connection;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.persistence.statement.Faults;
import dev.portside.persistence.statement.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;

/** Work within transactions that others begin and end. */
final class HostTransactionWork {

    private HostTransactionWork() {}

    /**
     * Runs the work as a part of the transaction that the connection is in: all of it, or none when it throws, whatever is made of
     * that. After a deadlock it is tried again, for what it had locked itself is free by then; when the transaction holds what the
     * other waits for, that ends in a fault.
     */
    static <T> T run(Connection connection, Work<T> work, Database.Refusal<T> refusal) {
        for (int attempt = 1; ; attempt++) {
            try {
                return runOnce(connection, work);
            } catch (SQLException e) {
                Optional<T> refused = refusal.of(e);
                if (refused.isPresent()) {
                    return refused.get();
                }
                if (attempt == Database.ATTEMPTS || !Faults.DEADLOCK.equals(e.getSQLState())) {
                    throw fault(e);
                }
            } catch (Fault e) {
                throw e;
            } catch (RuntimeException e) {
                throw Database.internal(e);
            }
        }
    }

    /**
     * The same for work that only reads. What it sets, and what it locks beside the rows of the transaction, is as before when it
     * returns.
     */
    static <T> T read(Connection connection, Work<T> work) {
        return run(
                connection,
                inside -> {
                    Savepoint before = inside.setSavepoint();
                    T result = work.on(inside);
                    inside.rollback(before);
                    return result;
                },
                e -> Optional.empty());
    }

    private static <T> T runOnce(Connection connection, Work<T> work) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new Fault(
                    Category.MISCONFIGURED,
                    "The connection that encloses the call commits by itself; call setAutoCommit(false) on it first");
        }
        Savepoint before = connection.setSavepoint();
        try {
            T result = work.on(connection);
            connection.releaseSavepoint(before);
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            undo(connection, before, e);
            throw e;
        }
    }

    private static Fault fault(SQLException e) {
        return Faults.READ_ONLY.equals(e.getSQLState())
                ? new Fault(
                        Category.MISCONFIGURED,
                        "The transaction that encloses the call may only read; begin one that may write, too",
                        e)
                : Faults.of(e);
    }

    private static void undo(Connection connection, Savepoint before, Throwable why) {
        try {
            connection.rollback(before);
        } catch (SQLException e) {
            // Then the transaction as a whole is lost, which the host finds out by itself.
            why.addSuppressed(e);
        }
    }
}
