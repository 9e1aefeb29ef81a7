package dev.portside.persistence.connection;

import dev.portside.application.transaction.HostTransactions;
import java.sql.Connection;
import java.util.Optional;

/**
 * Transactions of the host's whose connection to PostgreSQL can be determined. {@link ThreadTransactions} is
 * for hosts that hold the connection in their hands.
 */
public interface JdbcTransactions extends HostTransactions {

    /**
     * The connection of the transaction that the calling thread is in. What is done on it is neither committed nor rolled back here,
     * but for a savepoint: a call that fails leaves nothing behind, and the transaction as it was before.
     */
    Optional<Connection> connection();

    @Override
    default boolean isActive() {
        return connection().isPresent();
    }
}
