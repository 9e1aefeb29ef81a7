package dev.portside.persistence;

import static dev.portside.persistence.schema.Tables.EVENT_WIDE_PROPERTIES;
import static org.jooq.impl.DSL.select;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * The properties of too many values, as this node knows them: what it does not know costs it some work that is thrown away
 * later, and nothing else. For use by many threads.
 */
final class WideProperties {

    private record Property(String name, String property) {}

    private static final Sql ALL = Sql.of(
            select(EVENT_WIDE_PROPERTIES.NAME, EVENT_WIDE_PROPERTIES.PROPERTY).from(EVENT_WIDE_PROPERTIES));

    private volatile Set<Property> known = Set.of();

    boolean contains(String name, String property) {
        Set<Property> all = known;
        return !all.isEmpty() && all.contains(new Property(name, property));
    }

    /** Learns what the database knows. */
    void refresh(Connection connection) throws SQLException {
        Set<Property> all = new HashSet<>();
        ALL.each(connection, row -> all.add(new Property(row.getString(1), row.getString(2))));
        known = all;
    }
}
