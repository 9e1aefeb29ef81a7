package dev.portside.persistence.migration;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.persistence.statement.Action;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Faults;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** The schemas in which names are looked for, the first of which is where tables are made. */
final class SearchPath {

    private static final Query<None, String> CURRENT = Query.of(Columns.ofText(), p -> select(current()));

    /** Whether there is the schema of this name. */
    private static final Query<String, Boolean> EXISTS = Query.of(
            Columns.ofTruth(),
            p -> select(function(name("to_regnamespace"), SQLDataType.CLOB, quoted(p.text(schema -> schema)))
                    .isNotNull()));

    /** Looks into this schema last, up to the end of the transaction. */
    private static final Action<String> APPEND = Action.of(p -> select(function(
            name("set_config"),
            SQLDataType.CLOB,
            inline("search_path"),
            current().concat(inline(", ")).concat(quoted(p.text(schema -> schema))),
            inline(true))));

    /** A path that names one's own schema by its owner, as the default one does. */
    private static final String OF_USER = "$user";

    /** Quoted, where a quote is written twice, or not. */
    private static final Pattern ENTRY = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^\",\\s]+)");

    private SearchPath() {}

    /**
     * Makes the schema that the path begins with, if it is not there.
     *
     * @throws Fault MISCONFIGURED when that is not possible, with what is to be run by somebody who may
     */
    static void requireFirst(Connection connection) throws SQLException {
        Optional<String> first = CURRENT.list(connection, None.NONE).stream()
                .flatMap(path -> ENTRY.matcher(path).results())
                .map(SearchPath::unquoted)
                .filter(entry -> !entry.isEmpty() && !entry.equals(OF_USER))
                .findFirst();
        if (first.isEmpty() || exists(connection, first.get())) {
            return;
        }
        String command = "create schema " + quoted(first.get());
        try (Statement statement = connection.createStatement()) {
            // jOOQ's word for it would have to be rendered with each name.
            statement.execute(command);
        } catch (SQLException e) {
            if (Faults.of(e).category().isTransient()) {
                throw e;
            }
            throw new Fault(
                    Category.MISCONFIGURED,
                    "Tables are to be made in the schema \"" + first.get()
                            + "\", which is not there and could not be made ("
                            + e.getMessage() + "); have the owner of the database run there: " + command
                            + " authorization \""
                            + connection.getMetaData().getUserName() + "\"",
                    e);
        }
    }

    private static String unquoted(MatchResult entry) {
        return entry.group(1) == null
                ? entry.group(2).toLowerCase(Locale.ROOT)
                : entry.group(1).replace("\"\"", "\"");
    }

    /** As it is written in a command. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static boolean exists(Connection connection, String schema) throws SQLException {
        return EXISTS.only(connection, schema);
    }

    /** Finds what is in this schema, too, up to the end of the transaction that the connection is in. */
    static void append(Connection connection, String schema) throws SQLException {
        APPEND.run(connection, schema);
    }

    private static Field<String> current() {
        return function(name("current_setting"), SQLDataType.CLOB, inline("search_path"));
    }

    private static Field<String> quoted(Field<String> name) {
        return function(name("quote_ident"), SQLDataType.CLOB, name);
    }
}
