package dev.portside.testkit.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TestPostgresTest {

    @Test
    void every_database_is_new_and_empty() throws SQLException {
        TestPostgres.Database one = TestPostgres.createDatabase();
        TestPostgres.Database other = TestPostgres.createDatabase();

        assertNotEquals(one.jdbcUrl(), other.jdbcUrl());
        execute(one, "create table here (id int)");
        assertThrows(SQLException.class, () -> execute(other, "table here"));
    }

    @Test
    void a_private_server_keeps_its_address_and_its_rows_over_arestart() throws SQLException {
        try (PrivatePostgres server = TestPostgres.startPrivate()) {
            TestPostgres.Database database = server.database();
            execute(database, "create table kept (id int)");

            server.stop();
            assertThrows(SQLException.class, () -> connect(database));

            server.startAgain();
            assertEquals(database, server.database());
            execute(database, "table kept");
        }
    }

    @Test
    void an_address_is_read_from_either_form() {
        var expected = new PostgresAddress("db.example.org", 5433, "tests", "ada", "p@ss+word");

        assertEquals(expected, PostgresAddress.parse("X", "postgres://ada:p%40ss+word@db.example.org:5433/tests"));
        assertEquals(
                expected,
                PostgresAddress.parse(
                        "X", "jdbc:postgresql://db.example.org:5433/tests?user=ada&password=p%40ss%2Bword"));
    }

    @Test
    void a_malformed_address_is_refused_without_telling_the_password() {
        var refused =
                assertThrows(IllegalStateException.class, () -> PostgresAddress.parse("X", "postgres://ada:secret@/"));

        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("X must look like postgres://"), message);
        assertTrue(!message.contains("secret"), message);
    }

    private static void execute(TestPostgres.Database database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(TestPostgres.Database database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }
}
