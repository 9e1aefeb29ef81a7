package dev.portside.persistence.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.domain.user.UserId;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.testkit.services.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** A storage fault states what the caller can do about it, and is never an expected outcome. */
@Timeout(60)
class FaultTest {

    private static final Duration QUICKLY = Duration.ofMillis(250);

    @Test
    void an_exhausted_pool_is_unavailable() throws Exception {
        try (Database database = TestStorage.database(oneConnection(QUICKLY))) {
            CountDownLatch release = new CountDownLatch(1);
            holdConnection(database, release);

            assertEquals(Category.UNAVAILABLE, category(() -> database.run(FaultTest::nothing)));

            release.countDown();
        }
    }

    @Test
    void a_statement_that_takes_too_long_is_a_timeout() {
        TestPostgres.Database address = TestPostgres.createDatabase();
        PostgresSettings settings = new PostgresSettings(
                address.jdbcUrl(),
                address.user(),
                address.password(),
                1,
                1,
                PostgresSettings.DEFAULT_ACQUIRE_TIMEOUT,
                Duration.ofSeconds(1));
        try (Database database = TestStorage.database(settings)) {
            assertEquals(Category.TIMEOUT, category(() -> database.run(FaultTest::sleepLong)));
            database.run(FaultTest::nothing);
        }
    }

    @Test
    void an_interrupt_is_a_timeout_and_stays_set() throws Exception {
        try (Database database = TestStorage.database(oneConnection(Duration.ofSeconds(20)))) {
            CountDownLatch started = new CountDownLatch(1);
            FutureTask<Boolean> asking = new FutureTask<>(() -> {
                Category category = category(() -> database.run(connection -> {
                    started.countDown();
                    return sleepLong(connection);
                }));
                return category == Category.TIMEOUT && Thread.currentThread().isInterrupted();
            });
            Thread thread = Thread.ofVirtual().start(asking);
            started.await();

            thread.interrupt();

            assertTrue(asking.get());
            // The server notices that no client waits, long before the statement's time is over.
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (database.run(FaultTest::sleepers) > 0) {
                assertTrue(System.nanoTime() - end < 0, "PostgreSQL still works on it");
                Thread.sleep(1);
            }
        }
    }

    @Test
    void a_thread_interrupted_beforehand_does_not_cost_a_connection() {
        try (Database database = TestStorage.database(oneConnection(QUICKLY))) {
            Thread.currentThread().interrupt();

            assertEquals(Category.TIMEOUT, category(() -> database.run(FaultTest::nothing)));

            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void a_row_that_breaks_a_rule_of_the_domain_is_a_bug_and_not_the_callers_mistake() throws SQLException {
        TestPostgres.Database address = TestPostgres.createDatabase();
        try (Postgres postgres = TestStorage.open(TestStorage.settings(address));
                Connection connection =
                        OwnConnections.source(TestStorage.settings(address)).getConnection()) {
            postgres.migrate();
            execute(
                    connection,
                    "insert into users (name, name_folded, email, created_at, updated_at)"
                            + " values ('Ada', 'ada', 'no-address', now(), now())");

            assertEquals(Category.INTERNAL, category(() -> postgres.users().byId(new UserId(1))));
        }
    }

    @Test
    void a_missing_table_is_an_internal_error() {
        try (Postgres postgres = TestStorage.open(TestStorage.settings(TestPostgres.createDatabase()))) {
            assertEquals(Category.INTERNAL, category(() -> postgres.users().byId(new UserId(1))));
        }
    }

    @Test
    void a_closed_pool_is_unavailable() {
        Postgres postgres = TestStorage.empty();
        postgres.dependencies().getFirst().check();

        postgres.close();

        assertEquals(
                Category.UNAVAILABLE,
                category(() -> postgres.dependencies().getFirst().check()));
    }

    private static PostgresSettings oneConnection(Duration acquireTimeout) {
        return TestStorage.settings(TestPostgres.createDatabase(), 1, acquireTimeout);
    }

    private static void holdConnection(Database database, CountDownLatch release) throws InterruptedException {
        // The pool makes its first connection in the background, which may take longer than a call waits for one.
        boolean connected = false;
        while (!connected) {
            connected = isConnected(database);
        }
        CountDownLatch held = new CountDownLatch(1);
        Thread.ofVirtual()
                .start(() -> database.run(connection -> {
                    held.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return connection;
                }));
        held.await();
    }

    private static boolean isConnected(Database database) {
        try {
            return database.run(FaultTest::nothing);
        } catch (Fault e) {
            assertEquals(Category.UNAVAILABLE, e.category());
            return false;
        }
    }

    private static boolean nothing(Connection connection) throws SQLException {
        return execute(connection, "select 1");
    }

    private static boolean sleepLong(Connection connection) throws SQLException {
        return execute(connection, "select pg_sleep(60)");
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private static Category category(Executable call) {
        return assertThrows(Fault.class, call).category();
    }

    private static int sleepers(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(*) from pg_stat_activity where pid <> pg_backend_pid() and state = 'active'"
                                + " and datname = current_database() and query like '%pg_sleep%'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
