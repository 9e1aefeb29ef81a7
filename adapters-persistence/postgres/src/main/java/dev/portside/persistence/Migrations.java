package dev.portside.persistence;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Brings the database's schema to the version of this program. */
final class Migrations {

    private static final int OLDEST_SERVER = 15;

    /** One a second: as long as another node may take. */
    private static final int LOCK_ATTEMPTS = 600;

    private final DataSource source;

    /** @param source connections without a statement timeout: a migration may take its time */
    Migrations(DataSource source) {
        this.source = source;
    }

    void run() {
        if (requireServerAndAskWhetherDone()) {
            return;
        }
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:" + MigrationScripts.FOLDER)
                    .lockRetryCount(LOCK_ATTEMPTS)
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw fault(e);
        }
    }

    /** Flyway is asked only when there may be something to do: it takes longer to load than all else that a start needs. */
    private boolean requireServerAndAskWhetherDone() {
        try (Connection connection = source.getConnection()) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST_SERVER) {
                throw new Fault(
                        Category.BUG,
                        "PostgreSQL is version " + version + ", but must be " + OLDEST_SERVER
                                + " or newer: upgrade it, or use another (DATABASE_URL, or the data source that was given)");
            }
            return MigrationScripts.areApplied(connection);
        } catch (SQLException e) {
            Fault fault = Faults.of(e);
            throw fault.category() != Category.BUG
                    ? fault
                    : new Fault(
                            Category.BUG,
                            "PostgreSQL refused the connection; check user, password and database in DATABASE_URL, or in the data source "
                                    + "that was given: "
                                    + e.getMessage(),
                            e);
        }
    }

    private static Fault fault(FlywayException e) {
        SQLException cause = sqlCause(e);
        if (cause != null && Faults.of(cause).category() != Category.BUG) {
            return Faults.of(cause);
        }
        return new Fault(
                Category.BUG,
                "The database could not be migrated and was left at its last good version; if another program or a newer"
                        + " Portside has changed it, restore it or use that version: "
                        + e.getMessage(),
                e);
    }

    private static @Nullable SQLException sqlCause(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
