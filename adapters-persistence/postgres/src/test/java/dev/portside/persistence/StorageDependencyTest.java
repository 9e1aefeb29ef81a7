package dev.portside.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.application.Fault;
import dev.portside.persistence.connection.Database;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.testkit.services.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readiness reports what requests meet. */
@Timeout(60)
class StorageDependencyTest {

    private static final int CONNECTIONS = 2;

    /** As where many nodes share what a role may have. */
    @Test
    void a_role_without_another_connection_is_ready_as_long_as_requests_are_answered() throws Exception {
        TestPostgres.Database database = limited(CONNECTIONS);
        PostgresSettings settings =
                TestStorage.settings(database, CONNECTIONS - 1, PostgresSettings.DEFAULT_ACQUIRE_TIMEOUT);
        try (Postgres postgres = TestStorage.open(settings)) {
            assertEquals(0, postgres.users().count(Optional.empty()));
            try (Connection last = OwnConnections.source(settings).getConnection()) {
                assertThrows(
                        SQLException.class,
                        () -> OwnConnections.source(settings).getConnection());

                postgres.dependencies().getFirst().check();
                assertEquals(0, postgres.users().count(Optional.empty()));
                last.isValid(1);
            }
        }
    }

    @Test
    void a_pool_that_is_busy_answering_is_ready_and_one_that_hangs_is_not() throws Exception {
        try (Database pool =
                TestStorage.database(TestStorage.settings(TestStorage.migrated(), 1, Duration.ofMillis(250)))) {
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            pool.check();
            Thread.ofVirtual()
                    .start(() -> pool.run(connection -> {
                        held.countDown();
                        await(release);
                        return true;
                    }));
            held.await();

            pool.check();
            Fault fault = awaitFault(pool);
            assertEquals(Fault.Category.UNAVAILABLE, fault.category());

            release.countDown();
        }
    }

    private static Fault awaitFault(Database pool) {
        while (true) {
            try {
                pool.check();
                LockSupport.parkNanos(1_000_000);
            } catch (Fault fault) {
                return fault;
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static TestPostgres.Database limited(int connections) throws SQLException {
        TestPostgres.Database database = TestStorage.migrated();
        String name = "role_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection =
                        OwnConnections.source(TestStorage.settings(database)).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + name + " login password 'secret' connection limit " + connections);
            statement.execute("grant all on all tables in schema public to " + name);
        }
        return new TestPostgres.Database(database.jdbcUrl(), name, "secret");
    }
}
