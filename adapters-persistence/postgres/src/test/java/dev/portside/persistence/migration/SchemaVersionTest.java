package dev.portside.persistence.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.readiness.Readiness;
import dev.portside.domain.user.UserId;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.user.UserFixtures;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program never works on a schema that a newer one has changed so that it may not. */
class SchemaVersionTest {

    private static final int NEXT = MigrationScripts.VERSION + 1;

    private final TestPostgres.Database database = TestStorage.migrated();

    @Test
    void a_start_is_refused_when_a_newer_program_has_changed_too_much() throws SQLException {
        migrateAsNewer(NEXT);
        try (Postgres older = open()) {
            Fault fault = assertThrows(Fault.class, older::migrate);

            assertEquals(Category.MISCONFIGURED, fault.category());
            String message = String.valueOf(fault.getMessage());
            assertTrue(message.contains("version " + NEXT), message);
            assertTrue(message.contains("this one brings " + MigrationScripts.VERSION), message);
            assertTrue(message.contains("Run that newer Portside here"), message);
        }
    }

    @Test
    void a_start_goes_on_when_the_newer_program_says_that_it_may() throws SQLException {
        migrateAsNewer(MigrationScripts.VERSION);
        try (Postgres older = open()) {
            older.migrate();

            UserFixtures.register(older.users(), "Ada", "ada@example.org", UserFixtures.NOON);
            assertEquals(Readiness.Status.READY, readiness(older).report().status());
        }
    }

    @Test
    void a_program_that_is_left_behind_leaves_the_balancer_and_says_why() throws SQLException {
        try (Postgres older = open()) {
            older.migrate();
            Readiness readiness = readiness(older);
            assertEquals(Readiness.Status.READY, readiness.report().status());

            migrateAsNewer(NEXT);
            readiness.started(older.dependencies());

            assertEquals(
                    new Readiness.Report(
                            Readiness.Status.NOT_READY, Map.of("storage", false), Map.of("storage", "schema_too_new")),
                    readiness.report());
            // Also what would still work, for it is unknown whether it means the same.
            assertUnavailable(() -> older.users().byId(new UserId(1)));

            change("update portside_schema set min_compatible = " + MigrationScripts.VERSION);
            readiness.started(older.dependencies());
            assertEquals(Readiness.Status.READY, readiness.report().status());
            assertEquals(Optional.empty(), older.users().byId(new UserId(1)));
        }
    }

    /** No one asks for readiness, and nothing fails. */
    @Test
    @Timeout(60)
    void housekeeping_finds_out_that_it_is_left_behind_and_that_it_is_not_any_more() throws Exception {
        try (Postgres older = open()) {
            older.migrate();
            AutoCloseable housekeeping = older.startMaintenance(Clock.systemUTC(), Optional.empty());
            try {
                migrateAsNewer(NEXT);
                await(older, false);

                change("update portside_schema set min_compatible = " + MigrationScripts.VERSION);
                await(older, true);
            } finally {
                housekeeping.close();
            }
        }
    }

    private static void await(Postgres postgres, boolean serving) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (serves(postgres) != serving) {
            assertTrue(System.nanoTime() - end < 0, "it did not find out");
            Thread.sleep(1);
        }
    }

    private static boolean serves(Postgres postgres) {
        try {
            var unused = postgres.users().byId(new UserId(1));
            return true;
        } catch (Fault e) {
            assertEquals(Category.UNAVAILABLE, e.category(), e::toString);
            return false;
        }
    }

    /** No one has asked for readiness yet. */
    @Test
    void a_request_that_meets_the_change_first_is_told_that_the_storage_is_unavailable() throws SQLException {
        try (Postgres older = open()) {
            older.migrate();
            migrateAsNewer(NEXT);
            change("alter table users rename column name to full_name");

            assertUnavailable(() -> older.users().byId(new UserId(1)));
            assertUnavailable(() -> older.events().totals());
        }
    }

    @Test
    void a_change_that_nobody_has_noted_is_a_mistake_as_before() throws SQLException {
        try (Postgres older = open()) {
            older.migrate();
            change("alter table users rename column name to full_name");

            Fault fault = assertThrows(Fault.class, () -> older.users().byId(new UserId(1)));
            assertEquals(Category.INTERNAL, fault.category());
        }
    }

    private static void assertUnavailable(Runnable call) {
        Fault fault = assertThrows(Fault.class, call::run);
        assertEquals(Category.UNAVAILABLE, fault.category(), fault::toString);
        assertTrue(fault.toString().contains("Run that newer Portside here"), fault::toString);
    }

    private static Readiness readiness(Postgres postgres) {
        Readiness readiness = new Readiness(Duration.ofSeconds(20));
        readiness.started(postgres.dependencies());
        return readiness;
    }

    private void migrateAsNewer(int minCompatible) throws SQLException {
        change("insert into portside_schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) values (100, '" + NEXT + "', 'of tomorrow', 'SQL', 'V" + NEXT
                + "__of_tomorrow.sql', 1, 'newer', 1, true)");
        change("update portside_schema set version = " + NEXT + ", min_compatible = " + minCompatible);
    }

    private void change(String sql) throws SQLException {
        try (Connection connection =
                        OwnConnections.source(TestStorage.settings(database)).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Postgres open() {
        return TestStorage.open(TestStorage.settings(database));
    }
}
