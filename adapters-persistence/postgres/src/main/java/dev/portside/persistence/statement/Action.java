package dev.portside.persistence.statement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Function;
import org.jooq.Query;

/**
 * A statement that is run for what it does to the transaction or the session, such as to lock or to set something; what it returns says
 * nothing.
 *
 * @param <P> what it is called with
 */
public final class Action<P> {

    private final Sql<P> sql;

    private Action(Sql<P> sql) {
        this.sql = sql;
    }

    public static <P> Action<P> of(Function<Parameters<P>, Query> action) {
        Parameters<P> parameters = new Parameters<>();
        return new Action<>(Sql.of(Preparation.KEPT, parameters, action.apply(parameters)));
    }

    public void run(Connection connection, P values) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection, values)) {
            statement.execute();
        }
    }
}
