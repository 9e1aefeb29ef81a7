package dev.portside.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A table with one column of numbers. */
final class Rows {

    private Rows() {}

    static Connection connect(EmbeddedPostgres server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }

    static void create(Connection connection) throws SQLException {
        execute(connection, "create table if not exists kept (number bigint)");
    }

    static void add(Connection connection, long number) throws SQLException {
        execute(connection, "insert into kept values (" + number + ")");
    }

    static long count(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = connect(server)) {
            return Long.parseLong(ask(connection, "select count(*) from kept"));
        }
    }

    static String ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
