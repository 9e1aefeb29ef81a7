package dev.portside.persistence.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.readiness.Readiness;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.user.UserFixtures;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that takes no writes for a while takes them again as soon as it does. */
@Timeout(120)
class ReadOnlyTest {

    private static final int CONNECTIONS = 4;

    private final TestPostgres.Database database = TestStorage.migrated();
    private final PostgresSettings settings =
            TestStorage.settings(database, CONNECTIONS, PostgresSettings.DEFAULT_ACQUIRE_TIMEOUT);

    @Test
    void writes_are_taken_again_at_once_by_connections_made_meanwhile() throws SQLException {
        setReadOnly(true);
        try (Postgres postgres = TestStorage.open(settings)) {
            Readiness readiness = new Readiness(Duration.ofSeconds(20));
            readiness.started(postgres.dependencies());
            assertEquals(
                    new Readiness.Report(
                            Readiness.Status.NOT_READY, Map.of("storage", false), Map.of("storage", "read_only")),
                    readiness.report());
            // Reads go on.
            assertEquals(0, postgres.users().count(Optional.empty()));
            Fault refused = assertThrows(Fault.class, () -> register(postgres, 0));
            assertEquals(Category.UNAVAILABLE, refused.category());
            fillPool();

            setReadOnly(false);
            readiness.started(postgres.dependencies());
            assertEquals(Readiness.Status.READY, readiness.report().status());
            for (int i = 1; i <= CONNECTIONS * 2; i++) {
                register(postgres, i);
            }
        }
    }

    @Test
    void a_secret_that_is_there_is_told() throws SQLException {
        byte[] secret;
        try (Postgres postgres = TestStorage.open(settings)) {
            secret = postgres.secrets(new SecureRandom()).orElseThrow().secret("cache");
        }
        setReadOnly(true);
        try (Postgres postgres = TestStorage.open(settings)) {
            assertArrayEquals(
                    secret, postgres.secrets(new SecureRandom()).orElseThrow().secret("cache"));
        }
    }

    /** No one has asked for readiness. */
    @Test
    void a_write_on_an_old_connection_is_tried_again_on_a_new_one() throws SQLException {
        setReadOnly(true);
        try (Postgres postgres = TestStorage.open(settings)) {
            assertEquals(0, postgres.users().count(Optional.empty()));
            setReadOnly(false);

            register(postgres, 1);

            assertEquals(1, postgres.users().count(Optional.empty()));
        }
    }

    private static void register(Postgres postgres, int i) {
        UserFixtures.register(postgres.users(), "User " + i, "user" + i + "@example.org", UserFixtures.NOON);
    }

    /** The pool fills up to its least in the background. */
    private void fillPool() throws SQLException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (sessions() < 1) {
            assertTrue(System.nanoTime() - end < 0, "no connection was made");
        }
    }

    private int sessions() throws SQLException {
        try (Connection connection = OwnConnections.source(settings).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from pg_stat_activity where"
                        + " datname = current_database() and pid <> pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void setReadOnly(boolean readOnly) throws SQLException {
        String name = URI.create(database.jdbcUrl().substring("jdbc:".length()))
                .getPath()
                .substring(1);
        try (Connection connection = OwnConnections.source(settings).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = off");
            statement.execute("alter database " + name + " set default_transaction_read_only = " + readOnly);
        }
    }
}
