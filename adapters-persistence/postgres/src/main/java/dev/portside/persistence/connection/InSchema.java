package dev.portside.persistence.connection;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import dev.portside.persistence.statement.Work;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/**
 * A host's connections, on each of which names are looked for in one schema as long as it is lent. It goes back as it came.
 */
final class InSchema extends PlainDataSource {

    /** @param local whether up to the end of the transaction only */
    private record Entry(String path, boolean local) {}

    /** The path before and the path from now on. */
    private static final class Paths extends Columns<String> {
        private final Of<String> before = text("before");

        Paths() {
            text("after");
        }

        @Override
        public String read(Row row) throws SQLException {
            return before.of(row);
        }
    }

    /** Sets the search path; returns the one before. */
    private static final Query<Entry, String> ENTER = Query.of(
            new Paths(),
            p -> select(
                    current(),
                    function(
                            name("set_config"),
                            SQLDataType.CLOB,
                            inline("search_path"),
                            p.text(Entry::path),
                            p.truth(Entry::local))));

    private static final Query<String, String> QUOTE = Query.of(
            Columns.ofText(), p -> select(function(name("quote_ident"), SQLDataType.CLOB, p.text(schema -> schema))));

    private final DataSource host;
    private final String schema;

    InSchema(DataSource host, String schema) {
        super(host);
        this.host = host;
        this.schema = schema;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = host.getConnection();
        try {
            String before = committing(connection, () -> enter(connection, path(connection), false));
            return (Connection) Proxy.newProxyInstance(
                    InSchema.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("close") && !connection.isClosed()) {
                            giveBack(connection, before);
                            return null;
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        } catch (SQLException | RuntimeException | Error e) {
            try (connection) {
                throw e;
            }
        }
    }

    /** Runs the work in a transaction that others began, which looks elsewhere before and after it. */
    <T> T within(Connection enclosing, Work<T> work) throws SQLException {
        String before = enter(enclosing, path(enclosing), true);
        T result = work.on(enclosing);
        // When it throws, what was set is rolled back with the rest.
        enter(enclosing, before, true);
        return result;
    }

    private String path(Connection connection) throws SQLException {
        return QUOTE.only(connection, schema);
    }

    private static String enter(Connection connection, String path, boolean local) throws SQLException {
        return ENTER.only(connection, new Entry(path, local));
    }

    private static void giveBack(Connection connection, String before) throws SQLException {
        try (connection) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            committing(connection, () -> enter(connection, before, false));
        }
    }

    @FunctionalInterface
    private interface Step {
        String run() throws SQLException;
    }

    /** Commits, because a rollback of the transaction would undo what is set in it. */
    private static String committing(Connection connection, Step step) throws SQLException {
        boolean committedByItself = connection.getAutoCommit();
        if (committedByItself) {
            return step.run();
        }
        connection.setAutoCommit(true);
        try {
            return step.run();
        } finally {
            connection.setAutoCommit(false);
        }
    }

    private static Field<String> current() {
        return function(name("current_setting"), SQLDataType.CLOB, inline("search_path"));
    }
}
