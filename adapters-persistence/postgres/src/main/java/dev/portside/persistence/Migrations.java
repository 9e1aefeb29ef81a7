package dev.portside.persistence;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Brings the database's schema to the version of this program. */
final class Migrations {

    private static final int OLDEST_SERVER = 15;

    /** One a second: as long as another node may take. */
    private static final int LOCK_ATTEMPTS = 600;

    /** Before the first: what was there already is somebody else's. */
    private static final String NOTHING_YET = "0";

    private final DataSource source;
    private final SchemaHistory ifNone;

    /** @param source connections without a statement timeout: a migration may take its time */
    Migrations(DataSource source) {
        this(source, SchemaHistory.ALONE);
    }

    /** @param ifNone where to note what was done in a database that has not been Portside's so far */
    Migrations(DataSource source, SchemaHistory ifNone) {
        this.source = source;
        this.ifNone = ifNone;
    }

    void run() {
        requireServerAndAskWhatIsToBeGoneOnWith().ifPresent(this::goOn);
    }

    private void goOn(SchemaHistory history) {
        try {
            Flyway.configure()
                    .dataSource(source)
                    .table(history.table())
                    .baselineOnMigrate(history.isShared())
                    .baselineVersion(NOTHING_YET)
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
    private Optional<SchemaHistory> requireServerAndAskWhatIsToBeGoneOnWith() {
        try (Connection connection = source.getConnection()) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST_SERVER) {
                throw new Fault(
                        Category.BUG,
                        "PostgreSQL is version " + version + ", but must be " + OLDEST_SERVER
                                + " or newer: upgrade it, or use another (DATABASE_URL, or the data source that was given)");
            }
            // A host's may have to be told, and a question about a table that is not there would spoil the others.
            boolean committedByItself = connection.getAutoCommit();
            connection.setAutoCommit(true);
            SchemaHistory history = SchemaHistory.of(connection, ifNone);
            boolean done = MigrationScripts.areApplied(connection, history);
            connection.setAutoCommit(committedByItself);
            return done ? Optional.empty() : Optional.of(history);
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
        if (String.valueOf(e.getMessage()).contains("but no schema history table")) {
            return new Fault(
                    Category.BUG,
                    "The database has tables of another program; give Portside a database of its own, or a schema of its own in "
                            + "that one (DATABASE_URL=…?currentSchema=portside)",
                    e);
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
