package dev.portside.persistence.statement;

import java.sql.Connection;
import java.sql.SQLException;

/** Work on a connection. It may be done again when another transaction was in the way. */
@FunctionalInterface
public interface Work<T> {

    /** Does the work. */
    T on(Connection connection) throws SQLException;
}
