package dev.portside.persistence.event.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * The properties of too many values, as this node knows them: what it does not know costs it some work that is thrown away
 * later, and nothing else. For use by many threads.
 */
public final class HighCardinalityProperties {

    record Property(String name, String property) {}

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

    /** What the database knows, in the eyes of this transaction. */
    static Set<Property> read(Connection connection) throws SQLException {
        Set<Property> all = new HashSet<>();
        CompactionStatements.WIDE.each(connection, row -> all.add(new Property(row.getString(1), row.getString(2))));
        return Collections.unmodifiableSet(all);
    }
}
