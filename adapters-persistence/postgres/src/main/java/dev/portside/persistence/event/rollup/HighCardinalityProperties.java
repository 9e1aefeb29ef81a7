package dev.portside.persistence.event.rollup;

import dev.portside.persistence.statement.Parameters.None;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * The high-cardinality properties, as this node knows them: what it does not know costs it some work that is discarded
 * later, and nothing else. For use by many threads.
 */
public final class HighCardinalityProperties {

    /** A property of the events of a name. */
    public record Property(String name, String property) {}

    private volatile Set<Property> known = Set.of();

    public boolean contains(String name, String property) {
        Set<Property> all = known;
        return !all.isEmpty() && all.contains(new Property(name, property));
    }

    /** Learns what the database knows, and returns it. */
    Set<Property> refresh(Connection connection) throws SQLException {
        known = read(connection);
        return known;
    }

    /** Reads what the database knows, as this transaction sees it. */
    static Set<Property> read(Connection connection) throws SQLException {
        return Set.copyOf(CompactionStatements.WIDE.list(connection, None.NONE));
    }
}
