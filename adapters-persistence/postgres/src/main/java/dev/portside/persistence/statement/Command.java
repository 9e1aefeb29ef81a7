package dev.portside.persistence.statement;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jooq.Query;
import org.postgresql.PGConnection;

/**
 * A statement that writes and returns no rows.
 *
 * @param <P> what it is called with
 */
public final class Command<P> {

    private final Sql<P> sql;

    private Command(Sql<P> sql) {
        this.sql = sql;
    }

    public static <P> Command<P> of(Function<Parameters<P>, Query> command) {
        Parameters<P> parameters = new Parameters<>();
        return new Command<>(Sql.of(Preparation.KEPT, parameters, command.apply(parameters)));
    }

    /** Returns how many rows were written. */
    public int write(Connection connection, P values) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection, values)) {
            return statement.executeUpdate();
        }
    }

    /** Runs it with each of these values, which go to the server together. */
    public void writeAll(Connection connection, List<P> all) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            if (Sql.areNamesAvoided(connection.unwrap(PGConnection.class))) {
                // A batch of pgjdbc's has a statement with a name.
                for (P values : all) {
                    sql.bind(statement, values);
                    statement.executeUpdate();
                }
                return;
            }
            for (P values : all) {
                sql.bind(statement, values);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (BatchUpdateException e) {
            // It only says in which row, and all that stood there.
            throw e.getCause() instanceof SQLException cause ? cause : e;
        }
    }
}
