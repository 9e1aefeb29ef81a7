package dev.portside.persistence.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.portside.application.Fault;
import dev.portside.application.storage.Storage;
import dev.portside.domain.user.User;
import dev.portside.persistence.BehindPooler;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.PostgresSettings.Pooler;
import dev.portside.persistence.statement.Query;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.storage.StorageContract;
import dev.portside.testkit.user.UserFixtures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

/** Behind a pooler that gives each transaction another connection to the server, everything is as without one. */
@Timeout(120)
class PoolerTest implements StorageContract {

    private static final int CLIENTS = 8;
    private static final int QUESTIONS = 400;

    @RegisterExtension
    private final BehindPooler pooler = new BehindPooler();

    @Override
    public Storage emptyStorage() {
        return TestStorage.open(TestStorage.settings(pooler.pooled(TestPostgres.createDatabase())));
    }

    @Test
    void each_client_is_told_of_the_user_that_it_asked_for() throws Exception {
        try (Storage storage = emptyStorage();
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            storage.migrate();
            List<User> users = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                users.add(UserFixtures.register(
                        storage.users(), "User " + i, "user" + i + "@example.org", UserFixtures.NOON));
            }
            List<Future<Boolean>> asking = new ArrayList<>();
            for (User user : users) {
                asking.add(executor.submit(() -> {
                    for (int i = 0; i < QUESTIONS; i++) {
                        assertEquals(Optional.of(user), storage.users().byId(user.id()));
                        assertEquals(Optional.of(user), storage.users().byEmail(user.email()));
                    }
                    return true;
                }));
            }
            for (Future<Boolean> one : asking) {
                assertTrue(one.get());
            }
        }
    }

    /** Whatever is left there is another client's to meet. */
    @Test
    void nothing_is_left_in_a_session() throws Exception {
        TestPostgres.Database database = TestPostgres.createDatabase();
        TestPostgres.Database pooled = pooler.pooled(database);
        try (Postgres storage = TestStorage.open(TestStorage.settings(pooled))) {
            storage.migrate();
            UserFixtures.register(storage.users(), "Ada", "ada@example.org", UserFixtures.NOON);
            storage.startMaintenance(Clock.systemUTC(), Optional.empty()).close();
            storage.seedUsers(10, any -> {});
            storage.seedEvents(10, UserFixtures.NOON, any -> {});
            storage.events().totals();
            storage.dependencies().forEach(dependency -> dependency.check());

            // Each question on another of the connections to the server.
            try (Connection connection =
                            OwnConnections.source(TestStorage.settings(pooled)).getConnection();
                    Statement statement = connection.createStatement()) {
                for (int i = 0; i < 40; i++) {
                    assertEquals("0", answer(statement, "select count(*) from pg_prepared_statements"));
                    assertEquals("0", answer(statement, "show statement_timeout"));
                    assertEquals("read committed", answer(statement, "show default_transaction_isolation"));
                    assertEquals("off", answer(statement, "show default_transaction_read_only"));
                }
            }
        }
    }

    @Test
    void a_parameter_that_the_pooler_refuses_is_named_with_what_to_do_instead() {
        TestPostgres.Database pooled = pooler.pooled(TestPostgres.createDatabase());
        for (String parameter : List.of("currentSchema=portside", "options=-c%20search_path=portside")) {
            var database =
                    new TestPostgres.Database(pooled.jdbcUrl() + "?" + parameter, pooled.user(), pooled.password());
            try (Postgres storage = TestStorage.open(TestStorage.settings(database))) {
                Fault fault = assertThrows(Fault.class, storage::migrate);

                assertEquals(Fault.Category.MISCONFIGURED, fault.category());
                assertTrue(fault.toString().contains("alter role"), fault::toString);
            }
        }
    }

    /** As pgbouncer with ignore_startup_parameters = options. */
    @Test
    void options_that_the_pooler_leaves_out_are_named_with_what_to_do_instead() throws SQLException {
        TestPostgres.Database database = TestPostgres.createDatabase();
        TestPostgres.Database pooled = pooler.pooled(database, Set.of("options"));
        var wanted = new TestPostgres.Database(
                pooled.jdbcUrl() + "?options=-c%20search_path=portside", pooled.user(), pooled.password());
        try (Postgres storage = TestStorage.open(TestStorage.settings(wanted))) {
            Fault fault = assertThrows(Fault.class, storage::migrate);

            assertEquals(Fault.Category.MISCONFIGURED, fault.category());
            assertTrue(fault.toString().contains("use currentSchema"), fault::toString);
            assertTrue(fault.toString().contains("alter role"), fault::toString);
        }
        try (Connection connection =
                        OwnConnections.source(TestStorage.settings(database)).getConnection();
                Statement statement = connection.createStatement()) {
            assertEquals("0", answer(statement, "select count(*) from pg_tables where schemaname = 'public'"));
        }
    }

    @Test
    void a_hosts_data_source_is_refused_when_its_statements_have_names() {
        TestPostgres.Database pooled = pooler.pooled(TestPostgres.createDatabase());
        try (Storage storage = Postgres.on(host(pooled, ""), Optional.empty())) {
            Fault fault = assertThrows(Fault.class, storage::migrate);

            assertEquals(Fault.Category.MISCONFIGURED, fault.category());
            assertTrue(fault.toString().contains("prepareThreshold=0"), fault::toString);
            assertTrue(fault.toString().contains("PORTSIDE_DB_POOLER=session"), fault::toString);
        }
    }

    @Test
    void a_hosts_data_source_serves_when_they_have_none() {
        TestPostgres.Database pooled = pooler.pooled(TestPostgres.createDatabase());
        try (Storage storage = Postgres.on(host(pooled, "?prepareThreshold=0"), Optional.empty())) {
            storage.migrate();
            User user = UserFixtures.register(storage.users(), "Ada", "ada@example.org", UserFixtures.NOON);

            for (int i = 0; i < 20; i++) {
                assertEquals(Optional.of(user), storage.users().byId(user.id()));
            }
        }
    }

    @Test
    void without_a_pooler_statements_are_kept_whatever_carries_them() throws SQLException {
        TestPostgres.Database database = TestStorage.migrated();
        for (Pooler between : List.of(Pooler.AUTO, Pooler.SESSION, Pooler.TRANSACTION)) {
            try (Connection connection = new Sessions(
                            OwnConnections.source(TestStorage.settings(database)), between, null)
                    .getConnection()) {
                assertEquals(
                        between == Pooler.TRANSACTION, Query.areNamesAvoided(connection.unwrap(PGConnection.class)));
            }
        }
    }

    private static String answer(Statement statement, String question) throws SQLException {
        try (ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private HikariDataSource host(TestPostgres.Database database, String parameters) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl() + parameters);
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(4);
        return pooler.closing(new HikariDataSource(config));
    }
}
