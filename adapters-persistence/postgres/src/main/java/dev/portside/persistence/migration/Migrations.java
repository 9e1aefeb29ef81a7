package dev.portside.persistence.migration;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.persistence.statement.Faults;
import dev.portside.persistence.statement.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the database's schema to the version of this program. */
public final class Migrations {

    private static final int OLDEST_SERVER = 15;

    /** One a second: as long as another node may take. */
    private static final int LOCK_ATTEMPTS = 600;

    /** Before the first: what was there already is somebody else's. */
    private static final String NOTHING_YET = "0";

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    /** Content of the place where tables are made. */
    public enum Place {
        /** Nothing of anybody else's. */
        OWN,
        /** Tables of a host's, which stay as they are. */
        SHARED,
        /** A schema of one's own beside others. */
        OWN_OF_MANY
    }

    private final DataSource source;
    private final Place place;

    /** @param source connections without a statement timeout: a migration may take its time */
    public Migrations(DataSource source) {
        this(source, Place.OWN);
    }

    public Migrations(DataSource source, Place place) {
        this.source = source;
        this.place = place;
    }

    public void run() {
        Optional<SchemaHistory> unfinished = examine();
        if (unfinished.isPresent()) {
            goOn(unfinished.get(), prepare(), MigrationScripts.VERSION);
            // A newer program may have been quicker.
            unfinished = examine();
        }
        if (unfinished.isPresent()) {
            throw new Fault(Category.INTERNAL, "Flyway has left migrations undone, and said nothing");
        }
    }

    /**
     * Goes no further than this version, so that what a database of that version has can be copied.
     *
     * @throws Fault MISCONFIGURED when the schema is beyond it
     */
    public void runUpTo(int version) {
        SchemaHistory history = ask(SchemaHistory::of);
        int there = ask(connection -> known(connection, history));
        if (there > version) {
            throw new Fault(
                    Category.MISCONFIGURED,
                    "The schema is of version " + there + " already, and that of the other database of version "
                            + version
                            + ", which stays as it is; copy into a new database that nothing has been migrated in, or"
                            + " a new PORTSIDE_DATA_DIR");
        }
        if (there < version) {
            goOn(history, prepare(), version);
        }
    }

    /**
     * Looks at a schema that is to be copied; changes nothing.
     *
     * @return its version, at least 1
     * @throws Fault MISCONFIGURED when there is none of Portside's, or one that this program does not bring
     */
    public int versionToCopy() {
        int version = ask(connection -> {
            requireServer(connection);
            return known(connection, SchemaHistory.of(connection));
        });
        if (version == 0) {
            throw new Fault(
                    Category.MISCONFIGURED,
                    "There are no tables of Portside in the other database; check database, user and currentSchema in"
                            + " its address");
        }
        return version;
    }

    private static int known(Connection connection, SchemaHistory history) throws SQLException {
        return switch (MigrationScripts.state(connection, history)) {
            case SAME, OLDER -> MigrationScripts.applied(connection, history);
            case NEWER ->
                throw new Fault(
                        Category.MISCONFIGURED,
                        "A newer Portside has brought the schema to a version that this one does not know; copy with"
                                + " that one");
            case DIFFERENT -> throw different(connection, history);
        };
    }

    private <T> T ask(Work<T> question) {
        try (Connection connection = source.getConnection()) {
            // A host's connection may need this: a query of a missing table would make the next ones fail.
            boolean committedByItself = connection.getAutoCommit();
            connection.setAutoCommit(true);
            try {
                return question.on(connection);
            } finally {
                connection.setAutoCommit(committedByItself);
            }
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private void goOn(SchemaHistory history, String trigrams, int version) {
        try {
            Flyway.configure()
                    .dataSource(source)
                    .table(history.table())
                    .baselineOnMigrate(place != Place.OWN)
                    .baselineVersion(NOTHING_YET)
                    .locations("classpath:" + MigrationScripts.FOLDER)
                    .callbacks(new TrigramsInSight(trigrams))
                    .target(MigrationVersion.fromVersion(Integer.toString(version)))
                    .lockRetryCount(LOCK_ATTEMPTS)
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw fault(e);
        }
    }

    /** Makes what migrations rely on; returns the schema of the extension. */
    private String prepare() {
        try (Connection connection = source.getConnection()) {
            boolean committedByItself = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                if (place != Place.SHARED) {
                    SearchPath.requireFirst(connection);
                }
                String trigrams = Trigrams.require(connection);
                connection.commit();
                return trigrams;
            } finally {
                connection.rollback();
                connection.setAutoCommit(committedByItself);
            }
        } catch (SQLException e) {
            throw Faults.of(e);
        }
    }

    /**
     * Flyway is asked only when there is something to do: it takes longer to load than all else that a start needs.
     *
     * @return where what is to be done is noted; empty when nothing is
     */
    private Optional<SchemaHistory> examine() {
        return ask(connection -> {
            requireServer(connection);
            SchemaHistory history = SchemaHistory.of(connection);
            return switch (MigrationScripts.state(connection, history)) {
                case SAME -> Optional.empty();
                case OLDER -> Optional.of(history);
                case NEWER -> {
                    requireCompatible(connection);
                    yield Optional.empty();
                }
                case DIFFERENT -> throw different(connection, history);
            };
        });
    }

    private static Fault refused(SQLException e) {
        Fault fault = Faults.of(e);
        return fault.category().isTransient()
                ? fault
                : new Fault(
                        Category.MISCONFIGURED,
                        "PostgreSQL refused the connection; check user, password and database in DATABASE_URL, or in"
                                + " the data source that was given: "
                                + e.getMessage(),
                        e);
    }

    private static void requireServer(Connection connection) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST_SERVER) {
            throw new Fault(
                    Category.MISCONFIGURED,
                    "PostgreSQL is version " + version + ", but must be " + OLDEST_SERVER
                            + " or newer: upgrade it, or use another (DATABASE_URL, or the data source that was"
                            + " given)");
        }
    }

    private static void requireCompatible(Connection connection) throws SQLException {
        SchemaVersion there =
                SchemaVersion.of(connection).orElse(new SchemaVersion(Integer.MAX_VALUE, Integer.MAX_VALUE));
        if (!there.isCompatible()) {
            throw there.refusal(Category.MISCONFIGURED);
        }
        LOG.info(
                "A newer Portside has brought the schema to version {}; this one brings {}, may work on it, and"
                        + " migrates nothing",
                there.version(),
                MigrationScripts.VERSION);
    }

    private static Fault different(Connection connection, SchemaHistory history) throws SQLException {
        return new Fault(
                Category.MISCONFIGURED,
                "The schema has had another " + MigrationScripts.firstDifferent(connection, history)
                        + " than this Portside brings, as " + history.table()
                        + " says, and so its tables may be others; run the Portside that brought it, or give this one a"
                        + " database of its own");
    }

    private static Fault fault(FlywayException e) {
        SQLException cause = sqlCause(e);
        if (cause != null && Faults.of(cause).category().isTransient()) {
            return Faults.of(cause);
        }
        if (String.valueOf(e.getMessage()).contains("but no schema history table")) {
            return new Fault(
                    Category.MISCONFIGURED,
                    "The database has tables of another program; give Portside a database of its own, or a schema of"
                            + " its own in that one (DATABASE_URL=…?currentSchema=portside)",
                    e);
        }
        // Of what Flyway says, the first line: the others are about its own command line.
        String said = String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
        return new Fault(
                Category.MISCONFIGURED,
                "The schema could not be migrated and was left at its last good version; see that user and schema of"
                        + " DATABASE_URL are Portside's, and that nothing else has made tables there: "
                        + said.lines().findFirst().orElse(""),
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
