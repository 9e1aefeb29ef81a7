package dev.portside.persistence;

import static java.util.Objects.requireNonNull;

import dev.portside.persistence.Sql.Preparation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * Statement whose values are given by the names of its parameters: for one that is put together from parts, so that nobody has
 * to know in which order the parts ask for what.
 */
record NamedSql(Sql sql, List<String> parameters) {

    /** A character that no statement has anywhere else. */
    private static final String MARK = "§";

    private static final Pattern PARAMETER = Pattern.compile(MARK + "(\\w+)");

    static NamedSql of(Query query, Preparation preparation) {
        Settings settings = new Settings().withRenderNamedParamPrefix(MARK);
        String text = DSL.using(SQLDialect.POSTGRES, settings).renderNamedParams(query);
        List<String> parameters = new ArrayList<>();
        Matcher matcher = PARAMETER.matcher(text);
        while (matcher.find()) {
            parameters.add(matcher.group(1));
        }
        return new NamedSql(new Sql(matcher.replaceAll("?"), preparation), List.copyOf(parameters));
    }

    void each(Connection connection, Sql.RowTaker taker, Map<String, Object> values) throws SQLException {
        sql.each(connection, taker, inOrder(values));
    }

    Sql.Rows open(Connection connection, Map<String, Object> values) throws SQLException {
        return sql.open(connection, inOrder(values));
    }

    private Object[] inOrder(Map<String, Object> values) {
        return parameters.stream()
                .map(name -> requireNonNull(values.get(name), name))
                .toArray();
    }
}
