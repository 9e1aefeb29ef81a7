package dev.portside.persistence.statement;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one statement while it is written. Each knows where its value is found in what the statement is called with; a
 * statement may use it several times, in any order.
 *
 * @param <P> what the statement is called with: a record of the domain's types, so that two values that are swapped do not compile
 */
public final class Parameters<P> {

    /** Parameters of a statement that has none. */
    public enum None {
        NONE
    }

    /** Binds one value. */
    @FunctionalInterface
    interface Binding<P> {
        void bind(PreparedStatement statement, int position, P values) throws SQLException;
    }

    static {
        Sql.quiet();
    }

    private static final DataType<OffsetDateTime> TIME = SQLDataType.TIMESTAMPWITHTIMEZONE(6);

    private final Map<String, Binding<P>> bindings = new HashMap<>();

    Parameters() {}

    public Param<Long> number(ToLongFunction<P> value) {
        return add(SQLDataType.BIGINT, (statement, at, values) -> statement.setLong(at, value.applyAsLong(values)));
    }

    public Param<Integer> integer(ToIntFunction<P> value) {
        return add(SQLDataType.INTEGER, (statement, at, values) -> statement.setInt(at, value.applyAsInt(values)));
    }

    public Param<Boolean> truth(Predicate<P> value) {
        return add(SQLDataType.BOOLEAN, (statement, at, values) -> statement.setBoolean(at, value.test(values)));
    }

    public Param<String> text(Function<P, @Nullable String> value) {
        return object(SQLDataType.CLOB, value);
    }

    public Param<String[]> texts(Function<P, @Nullable String[]> values) {
        return object(SQLDataType.CLOB.array(), values);
    }

    public Param<Long[]> numbers(Function<P, Long[]> values) {
        return object(SQLDataType.BIGINT.array(), values);
    }

    public Param<OffsetDateTime> time(Function<P, Instant> time) {
        return object(TIME, values -> Times.time(time.apply(values)));
    }

    /** A time for a comparison only, which may lie outside of what PostgreSQL stores. */
    public Param<OffsetDateTime> comparableTime(Function<P, Instant> time) {
        return object(TIME, values -> Times.comparable(time.apply(values)));
    }

    /** A value of this type. */
    public <T> Param<T> object(DataType<T> type, Function<P, ? extends @Nullable Object> value) {
        return add(type, (statement, at, values) -> statement.setObject(at, value.apply(values)));
    }

    private <T> Param<T> add(DataType<T> type, Binding<P> binding) {
        String name = "p" + bindings.size();
        bindings.put(name, binding);
        return param(name, type);
    }

    /** The bindings of the named parameters, in this order. */
    List<Binding<P>> inOrder(Stream<String> names) {
        return names.map(name -> {
                    Binding<P> binding = bindings.get(name);
                    if (binding == null) {
                        throw new IllegalArgumentException("A parameter of another statement: " + name);
                    }
                    return binding;
                })
                .toList();
    }

    /** The texts of an array, one a row. */
    public static Field<String> unnest(Field<String[]> array) {
        return unnest(array, SQLDataType.CLOB);
    }

    /** The elements of an array, one a row. Those of several arrays go together as long as these are equally long. */
    public static <T> Field<T> unnest(Field<T[]> array, DataType<T> type) {
        return function(name("unnest"), type, array);
    }
}
