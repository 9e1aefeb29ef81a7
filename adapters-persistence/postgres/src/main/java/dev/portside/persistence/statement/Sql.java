package dev.portside.persistence.statement;

import dev.portside.persistence.statement.Parameters.Binding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * The text of a statement and the bindings of its parameters. It is rendered once: rendering per call would cost more than the round
 * trip's own work in this process.
 */
public final class Sql<P> {

    /** A parameter as jOOQ writes it. No statement has a colon anywhere else: {@link #of} checks that. */
    private static final Pattern PARAMETER = Pattern.compile(":(p\\d+)");

    static {
        // jOOQ looks when its classes are initialised, and would write to the log.
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private static final DSLContext JOOQ = DSL.using(SQLDialect.POSTGRES);

    private final String text;
    private final Preparation preparation;
    private final List<Binding<P>> bindings;

    private Sql(String text, Preparation preparation, List<Binding<P>> bindings) {
        this.text = text;
        this.preparation = preparation;
        this.bindings = bindings;
    }

    static <P> Sql<P> of(Preparation preparation, Parameters<P> parameters, Query query) {
        Matcher matcher = PARAMETER.matcher(JOOQ.renderNamedParams(query));
        List<Binding<P>> bindings = parameters.inOrder(matcher.results().map(found -> found.group(1)));
        String text = matcher.replaceAll("?");
        if (text.indexOf(':') >= 0) {
            throw new IllegalArgumentException("A colon that is of no parameter: " + text);
        }
        return new Sql<>(text, preparation, bindings);
    }

    String text() {
        return text;
    }

    PreparedStatement prepare(Connection connection, P values) throws SQLException {
        PreparedStatement statement = prepare(connection);
        bind(statement, values);
        return statement;
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        if (areNamesAvoided(connection.unwrap(PGConnection.class))) {
            // A cursor of pgjdbc's has a statement with a name.
            statement.setFetchSize(0);
        } else {
            switch (preparation) {
                case KEPT -> {}
                case PLANNED_EACH_TIME -> statement.unwrap(PGStatement.class).setPrepareThreshold(0);
                // pgjdbc then asks for binary results from the first use on.
                case BINARY -> statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
            }
        }
        return statement;
    }

    void bind(PreparedStatement statement, P values) throws SQLException {
        for (int i = 0; i < bindings.size(); i++) {
            bindings.get(i).bind(statement, i + 1, values);
        }
    }

    /** As the connection is set up when there is a pooler that would let others meet them. */
    public static boolean areNamesAvoided(PGConnection session) {
        return session.getPrepareThreshold() == 0;
    }

    /** Keeps jOOQ from greeting; to be called before its first use. */
    static void quiet() {
        // Done when this class was initialised.
    }
}
