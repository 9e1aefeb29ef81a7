package dev.portside.persistence.migration;

import static dev.portside.persistence.schema.Tables.PORTSIDE_SCHEMA;
import static org.jooq.impl.DSL.select;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The version of a schema, and which programs may work on it.
 *
 * @param version of the last migration that it has had
 * @param minCompatible the last migration that a program must bring at least
 */
public record SchemaVersion(int version, int minCompatible) {

    private static final class VersionColumns extends Columns<SchemaVersion> {
        private final OfInt version = integer(PORTSIDE_SCHEMA.VERSION);
        private final OfInt minCompatible = integer(PORTSIDE_SCHEMA.MIN_COMPATIBLE);

        @Override
        public SchemaVersion read(Row row) throws SQLException {
            return new SchemaVersion(version.of(row), minCompatible.of(row));
        }
    }

    private static final VersionColumns COLUMNS = new VersionColumns();

    private static final Query<None, SchemaVersion> READ =
            Query.of(COLUMNS, p -> select(COLUMNS.fields()).from(PORTSIDE_SCHEMA));

    /** Returns that of the schema there; empty when the schema names no version, as before version 7. */
    public static Optional<SchemaVersion> of(Connection connection) throws SQLException {
        return READ.first(connection, None.NONE);
    }

    /** Returns whether this program may work on it. */
    public boolean isCompatible() {
        return minCompatible <= MigrationScripts.VERSION;
    }

    /** Returns the fault to throw when it may not. */
    public Fault refusal(Category category) {
        return new Fault(
                category,
                "A newer Portside has brought the schema to version " + version
                        + ", on which only those that bring version "
                        + minCompatible + " or later may work; this one brings " + MigrationScripts.VERSION
                        + ". Run that newer Portside here, or go back to a backup from before its start");
    }
}
