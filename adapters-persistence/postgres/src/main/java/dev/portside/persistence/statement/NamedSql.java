package dev.portside.persistence.statement;

import static java.util.Objects.requireNonNull;

import dev.portside.persistence.statement.Sql.Preparation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Statement whose values are given by the names of its parameters: for one that is put together from parts, so that nobody has
 * to know in which order the parts ask for what.
 */
public record NamedSql(Sql sql, List<String> parameters) {

    /** As jOOQ writes them. No statement has a colon anywhere else: {@link #of} sees to that. */
    private static final Pattern PARAMETER = Pattern.compile(":([a-z]\\w*)");

    public static NamedSql of(Query query, Preparation preparation) {
        String text = DSL.using(SQLDialect.POSTGRES).renderNamedParams(query);
        List<String> parameters = new ArrayList<>();
        Matcher matcher = PARAMETER.matcher(text);
        while (matcher.find()) {
            parameters.add(matcher.group(1));
        }
        String sql = matcher.replaceAll("?");
        if (sql.indexOf(':') >= 0) {
            throw new IllegalArgumentException("A colon that is of no parameter: " + sql);
        }
        return new NamedSql(new Sql(sql, preparation), List.copyOf(parameters));
    }

    public void each(Connection connection, Sql.RowTaker taker, Map<String, Object> values) throws SQLException {
        sql.each(connection, taker, inOrder(values));
    }

    public Sql.Rows open(Connection connection, Map<String, Object> values) throws SQLException {
        return sql.open(connection, inOrder(values));
    }

    private Object[] inOrder(Map<String, Object> values) {
        return parameters.stream()
                .map(name -> requireNonNull(values.get(name), name))
                .toArray();
    }
}
