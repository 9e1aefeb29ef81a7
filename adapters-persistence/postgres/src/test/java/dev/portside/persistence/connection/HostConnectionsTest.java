package dev.portside.persistence.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.portside.application.Fault;
import dev.portside.application.storage.Storage;
import dev.portside.domain.user.User;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.PostgresSettings.Pooler;
import dev.portside.persistence.migration.MigrationScripts;
import dev.portside.persistence.migration.SchemaHistory;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.storage.StorageContract;
import dev.portside.testkit.user.UserFixtures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A pool of the host's serves as well as one's own, even one that is set up for a host that commits by hand. */
class HostConnectionsTest implements StorageContract {

    private static final int CONNECTIONS = 3;

    private final List<HikariDataSource> pools = new ArrayList<>();

    @Override
    public Storage emptyStorage() {
        return Postgres.on(pool(TestPostgres.createDatabase(), "TRANSACTION_READ_COMMITTED"), Optional.empty());
    }

    @AfterEach
    void close() {
        pools.forEach(HikariDataSource::close);
    }

    @Test
    void no_connection_is_kept() {
        try (Storage storage = emptyStorage()) {
            storage.migrate();
            UserFixtures.register(storage.users(), "Ada", "ada@example.org", UserFixtures.NOON);
            storage.dependencies().forEach(dependency -> dependency.check());

            assertEquals(0, pools.getFirst().getHikariPoolMXBean().getActiveConnections());
        }
        assertTrue(pools.getFirst().isRunning());
    }

    @Test
    void connections_that_would_change_what_statements_mean_are_refused() {
        try (Storage storage =
                Postgres.on(pool(TestPostgres.createDatabase(), "TRANSACTION_SERIALIZABLE"), Optional.empty())) {
            Fault fault = assertThrows(Fault.class, storage::migrate);

            assertEquals(Fault.Category.MISCONFIGURED, fault.category());
            assertTrue(fault.toString().contains("set its isolation level"), fault::toString);
        }
    }

    /** A host's own first migration, as its Flyway has noted it; only its name is that of one here. */
    @Test
    void what_the_host_has_in_its_database_stays_as_it_is() throws SQLException {
        TestPostgres.Database database = TestPostgres.createDatabase();
        try (Connection connection = source(database).getConnection();
                Statement statement = connection.createStatement();
                Storage storage = Postgres.on(pool(database, "TRANSACTION_READ_COMMITTED"), Optional.empty())) {
            statement.execute("create table orders (id int primary key)");
            statement.execute("create table flyway_schema_history (installed_rank int primary key, version text,"
                    + " description text, type text, script text, checksum int, installed_by text,"
                    + " installed_on timestamp default now(), execution_time int, success bool)");
            statement.execute("insert into flyway_schema_history values"
                    + " (1, '1', 'users', 'SQL', 'V1__users.sql', 42, 'host', now(), 1, true)");

            storage.migrate();
            storage.migrate();

            UserFixtures.register(storage.users(), "Ada", "ada@example.org", UserFixtures.NOON);
            assertEquals(MigrationScripts.State.SAME, MigrationScripts.state(connection, SchemaHistory.OWN));
            try (ResultSet noted = statement.executeQuery("select checksum from flyway_schema_history")) {
                assertTrue(noted.next());
                assertEquals(42, noted.getInt(1));
                assertFalse(noted.next());
            }
        }
    }

    @Test
    void a_database_is_the_same_for_a_server_and_for_a_host() {
        TestPostgres.Database ofServer = TestStorage.migrated();
        TestPostgres.Database ofHost = TestPostgres.createDatabase();
        for (TestPostgres.Database database : List.of(ofHost, ofServer)) {
            try (Storage host = Postgres.on(pool(database, "TRANSACTION_READ_COMMITTED"), Optional.empty());
                    Storage server = TestStorage.open(TestStorage.settings(database))) {
                host.migrate();
                UserFixtures.register(host.users(), "Ada", "ada@example.org", UserFixtures.NOON);

                server.migrate();

                assertEquals(1, server.users().count(Optional.empty()));
            }
        }
    }

    /** The host has tables of the same names, and so has another Portside. */
    @Test
    void tables_may_be_in_a_schema_of_their_own() throws SQLException {
        TestPostgres.Database database = TestPostgres.createDatabase();
        HikariDataSource source = pool(database, "TRANSACTION_READ_COMMITTED");
        ThreadTransactions transactions = new ThreadTransactions();
        try (Connection host = source(database).getConnection();
                Statement statement = host.createStatement();
                Storage own =
                        Postgres.on(source, Optional.of(transactions), Pooler.AUTO, Optional.of("users of \"all\""));
                Storage other = Postgres.on(source, Optional.empty(), Pooler.AUTO, Optional.of("portside"))) {
            statement.execute("create table users (name text)");
            own.migrate();
            other.migrate();
            own.migrate();
            User ada = UserFixtures.register(own.users(), "Ada", "ada@example.org", UserFixtures.NOON);
            own.dependencies().forEach(dependency -> dependency.check());

            try (Connection connection = source.getConnection()) {
                User bob = transactions.run(connection, () -> {
                    User within = UserFixtures.register(own.users(), "Bob", "bob@example.org", UserFixtures.NOON);
                    assertEquals(Optional.of(ada), own.users().byId(ada.id()));
                    try (Statement inside = connection.createStatement()) {
                        inside.execute("insert into users values ('of the host')");
                    }
                    return within;
                });
                connection.commit();
                assertEquals(Optional.of(bob), own.users().byId(bob.id()));
            }
            assertEquals(2, own.users().count(Optional.empty()));
            assertEquals(0, other.users().count(Optional.empty()));
            for (int i = 0; i < CONNECTIONS; i++) {
                try (Connection connection = source.getConnection();
                        ResultSet rows = connection.createStatement().executeQuery("select name from users")) {
                    assertTrue(rows.next());
                    assertEquals("of the host", rows.getString(1));
                    assertFalse(connection.getAutoCommit());
                }
            }
        }
    }

    @Test
    void what_is_closed_asks_no_more() {
        Storage storage = emptyStorage();
        storage.migrate();
        storage.close();

        Fault fault = assertThrows(Fault.class, () -> storage.users().count(Optional.empty()));
        assertEquals(Fault.Category.UNAVAILABLE, fault.category());
    }

    private static PGSimpleDataSource source(TestPostgres.Database database) {
        return OwnConnections.source(TestStorage.settings(database));
    }

    private HikariDataSource pool(TestPostgres.Database database, String isolation) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setAutoCommit(false);
        config.setTransactionIsolation(isolation);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }
}
