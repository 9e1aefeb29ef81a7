package dev.portside.persistence.migration;

import static dev.portside.persistence.schema.Tables.PORTSIDE_SCHEMA;
import static org.jooq.impl.DSL.select;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.persistence.statement.Sql;
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

    private static final Sql QUESTION = Sql.of(
            select(PORTSIDE_SCHEMA.VERSION, PORTSIDE_SCHEMA.MIN_COMPATIBLE).from(PORTSIDE_SCHEMA));

    /** Of the schema there; empty when a version is not told, which those before 7 do not. */
    public static Optional<SchemaVersion> of(Connection connection) throws SQLException {
        return QUESTION.first(connection, row -> new SchemaVersion(row.getInt(1), row.getInt(2)));
    }

    /** Whether this program may work on it. */
    public boolean isCompatible() {
        return minCompatible <= MigrationScripts.VERSION;
    }

    /** What to tell when it is not. */
    public Fault refusal(Category category) {
        return new Fault(
                category,
                "A newer Portside has brought the schema to version " + version
                        + ", on which only those that bring version "
                        + minCompatible + " or later may work; this one brings " + MigrationScripts.VERSION
                        + ". Run that newer Portside here, or go back to a backup from before its start");
    }
}
