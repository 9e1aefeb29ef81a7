package dev.portside.spring;

import dev.portside.persistence.connection.JdbcTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Transactions that Spring manages on one DataSource, by JDBC or by JPA: those that {@code @Transactional} begins, too. */
final class SpringTransactions implements JdbcTransactions {

    private final DataSource source;

    /** @param source the one that the transaction manager works with */
    SpringTransactions(DataSource source) {
        this.source = source;
    }

    /** Empty once the transaction has ended, although Spring still holds its connection while it runs callbacks. */
    @Override
    public Optional<Connection> connection() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                        && TransactionSynchronizationManager.isSynchronizationActive()
                        && TransactionSynchronizationManager.getResource(source) instanceof ConnectionHolder holder
                        // A holder that was put aside for another transaction has given its connection back.
                        && holder.getConnectionHandle() != null
                        && !TransactionEnd.ofCurrent().isReached()
                ? Optional.of(holder.getConnection()).filter(SpringTransactions::isCommittedByHand)
                : Optional.empty();
    }

    /** In transactions of something else, such as messages, Spring also holds a connection, which is no part of them. */
    private static boolean isCommittedByHand(Connection connection) {
        try {
            return !connection.getAutoCommit();
        } catch (SQLException e) {
            // It is broken; what is called on it will say how.
            return true;
        }
    }

    @Override
    public void afterEnd(Runnable work) {
        if (!isActive()) {
            throw new IllegalStateException("This thread is in no transaction");
        }
        TransactionEnd.ofCurrent().then(work);
    }
}
