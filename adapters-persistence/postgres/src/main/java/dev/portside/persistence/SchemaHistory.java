package dev.portside.persistence;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where Flyway notes which migrations a database has had. A database that Portside has to itself has Flyway's usual table; in one
 * that it shares, that table is the host's, and the host has tables of its own. What was begun in one is gone on with there,
 * however the database is opened later.
 */
enum SchemaHistory {
    ALONE("flyway_schema_history"),
    SHARED("portside_schema_history");

    private final String table;

    SchemaHistory(String table) {
        this.table = table;
    }

    String table() {
        return table;
    }

    /** Whether there may be tables of somebody else's. */
    boolean isShared() {
        return this == SHARED;
    }

    /**
     * The one that was begun there.
     *
     * @param ifNone for a database that Portside has never seen
     */
    static SchemaHistory of(Connection connection, SchemaHistory ifNone) throws SQLException {
        for (SchemaHistory history : values()) {
            if (MigrationScripts.areBegun(connection, history)) {
                return history;
            }
        }
        return ifNone;
    }
}
