package dev.portside.persistence;

import dev.portside.persistence.connection.Database;
import dev.portside.persistence.connection.OwnConnections;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.persistence.migration.Migrations;
import dev.portside.testkit.services.TestPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;

/** Storage for tests. */
public final class TestStorage {

    private static final int POOL_MAX = 16;

    private TestStorage() {}

    /** An empty, migrated database of the test's own. */
    public static Postgres empty() {
        return open(settings(migrated()));
    }

    /** Initialised when first touched. */
    private static final class Migrated {
        private static final TestPostgres.Database DATABASE = migrate(TestPostgres.createDatabase());

        private static TestPostgres.Database migrate(TestPostgres.Database database) {
            new Migrations(OwnConnections.source(settings(database))).run();
            return database;
        }
    }

    public static Postgres open(PostgresSettings settings) {
        return Postgres.open(settings, new SimpleMeterRegistry());
    }

    public static Database database(PostgresSettings settings) {
        return new Database(new OwnConnections(settings, new SimpleMeterRegistry()), Optional.empty());
    }

    /** The empty, migrated database of a test's own, for those who bring their connections. */
    public static TestPostgres.Database migrated() {
        return TestPostgres.createCopy(Migrated.DATABASE);
    }

    public static PostgresSettings settings(TestPostgres.Database database) {
        return settings(database, POOL_MAX, PostgresSettings.DEFAULT_ACQUIRE_TIMEOUT);
    }

    public static PostgresSettings settings(TestPostgres.Database database, int poolMax, Duration acquireTimeout) {
        return settings(database, poolMax, acquireTimeout, PostgresSettings.DEFAULT_STATEMENT_TIMEOUT);
    }

    public static PostgresSettings settings(TestPostgres.Database database, Duration statementTimeout) {
        return settings(database, POOL_MAX, PostgresSettings.DEFAULT_ACQUIRE_TIMEOUT, statementTimeout);
    }

    private static PostgresSettings settings(
            TestPostgres.Database database, int poolMax, Duration acquireTimeout, Duration statementTimeout) {
        return new PostgresSettings(
                database.jdbcUrl(), database.user(), database.password(), poolMax, 1, acquireTimeout, statementTimeout);
    }
}
