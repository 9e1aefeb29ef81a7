package org.example.plain;

import dev.portside.application.user.Registration;
import dev.portside.core.Portside;
import dev.portside.domain.user.NewUser;
import dev.portside.persistence.PostgresStorageAdapter;
import dev.portside.persistence.connection.ThreadTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A program that registers users in transactions of its own. */
public final class InYourTransaction implements AutoCloseable {

    private final DataSource dataSource;
    private final ThreadTransactions transactions = new ThreadTransactions();
    private final Portside portside;

    InYourTransaction(DataSource dataSource) {
        this.dataSource = dataSource;
        // README: data source
        Portside portside = Portside.builder()
                .storage(new PostgresStorageAdapter(dataSource, transactions))
                .start();
        // README: end
        this.portside = portside;
    }

    Portside portside() {
        return portside;
    }

    /** Registers a user and places an order: both, or neither. */
    void order(NewUser customer, int number) throws SQLException {
        // README: transaction
        try (Connection connection = dataSource.getConnection()) {
            Registration registration = transactions.run(connection, () -> {
                insertOrder(connection, number);
                return portside.users().register(customer);
            });
            // README: end
            System.out.println(registration);
        }
    }

    private static void insertOrder(Connection connection, int number) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("insert into orders values (" + number + ")");
        }
    }

    @Override
    public void close() {
        portside.close();
    }
}
