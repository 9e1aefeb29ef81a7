package dev.portside.testkit.architecture.planted.domain;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Planted: the domain reads the clock, and knows a database. */
public final class Order {

    public String product(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName();
    }

    public Instant placedAt() {
        return Instant.now();
    }
}
