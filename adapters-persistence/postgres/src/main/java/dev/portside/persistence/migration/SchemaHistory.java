package dev.portside.persistence.migration;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Table where Flyway notes which migrations a database has had. Its usual table is a host's, with its own Flyway; early
 * versions of Portside used it all the same, and a history that was begun there is continued there.
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
