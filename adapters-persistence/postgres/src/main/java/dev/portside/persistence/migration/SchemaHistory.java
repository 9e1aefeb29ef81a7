package dev.portside.persistence.migration;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where Flyway notes which migrations a database has had. Its usual table is a host's, which has Flyway and tables of its own; early
 * versions of Portside used it all the same, and what was begun there is gone on with there.
 */
public enum SchemaHistory {
    OWN("portside_schema_history"),
    EARLY("flyway_schema_history");

    private final String table;

    SchemaHistory(String table) {
        this.table = table;
    }

    String table() {
        return table;
    }

    /** The one that was begun there; {@link #OWN} where there is none. */
    static SchemaHistory of(Connection connection) throws SQLException {
        return MigrationScripts.areBegun(connection, EARLY) ? EARLY : OWN;
    }
}
