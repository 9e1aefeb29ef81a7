package dev.portside.persistence;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work within transactions: those that others end, and what is left when one's own have ended. */
final class EnclosedWork {

    private static final Logger LOG = LoggerFactory.getLogger(EnclosedWork.class);

    private EnclosedWork() {}

    /**
     * Runs the work as a part of the transaction that the connection is in: all of it, or none when it throws. It is not tried again:
     * what was in the way is still there for as long as the transaction lasts.
     */
    static <T> T run(Connection connection, Database.Work<T> work) {
        try {
            if (connection.getAutoCommit()) {
                throw new Fault(
                        Category.BUG,
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
        } catch (SQLException e) {
            throw Faults.of(e);
        } catch (Fault e) {
            throw e;
        } catch (RuntimeException e) {
            throw Database.bug(e);
        }
    }

    private static void undo(Connection connection, Savepoint before, Throwable why) {
        try {
            connection.rollback(before);
        } catch (SQLException e) {
            // Then the transaction as a whole is lost, which the host finds out by itself.
            why.addSuppressed(e);
        }
    }

    /** Rolls back what was not committed; from now on each statement commits by itself. */
    static void settle(Connection connection) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // It is lost, and what was done on it has failed for the same reason.
            LOG.debug("A connection could not be tidied up", e);
        }
    }

    /** The same after a snapshot; before it, it was "read committed" as all are. */
    static void settleSnapshot(Connection connection) {
        settle(connection);
        try {
            connection.setReadOnly(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        } catch (SQLException e) {
            LOG.debug("A connection could not be tidied up", e);
        }
    }
}
