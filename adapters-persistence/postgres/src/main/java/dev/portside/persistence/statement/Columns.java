package dev.portside.persistence.statement;

import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a statement's rows, in the order in which they are selected, and what a row means. A subclass declares each as a
 * constant with the method of its type: a field of another type does not compile, and no position is written anywhere.
 *
 * @param <R> a row
 */
public abstract class Columns<R> {

    static {
        Sql.quiet();
    }

    private final List<Field<?>> fields = new ArrayList<>();
    private final Set<Field<?>> computed = new HashSet<>();

    protected Columns() {}

    /** More columns after those of a row that others read. */
    protected Columns(Columns<?> before) {
        fields.addAll(before.fields);
        computed.addAll(before.computed);
    }

    /** A column of whole numbers; null reads as 0. */
    public static final class OfLong {
        private final int position;

        private OfLong(int position) {
            this.position = position;
        }

        public long of(Row row) throws SQLException {
            return row.values().getLong(position);
        }
    }

    /** A column of whole numbers of 32 bits at most; null reads as 0. */
    public static final class OfInt {
        private final int position;

        private OfInt(int position) {
            this.position = position;
        }

        public int of(Row row) throws SQLException {
            return row.values().getInt(position);
        }
    }

    /** A column of truth values; null reads as false. */
    public static final class OfBoolean {
        private final int position;

        private OfBoolean(int position) {
            this.position = position;
        }

        public boolean of(Row row) throws SQLException {
            return row.values().getBoolean(position);
        }
    }

    /** A column of objects. */
    public static final class Of<T> {
        private final int position;
        private final Reading<T> reading;

        private Of(int position, Reading<T> reading) {
            this.position = position;
            this.reading = reading;
        }

        public T of(Row row) throws SQLException {
            return requireNonNull(orNull(row));
        }

        /** Returns null where the row has none. */
        public @Nullable T orNull(Row row) throws SQLException {
            return reading.read(row.values(), position);
        }
    }

    /** Reads one value. */
    @FunctionalInterface
    private interface Reading<T> {
        @Nullable
        T read(ResultSet rows, int position) throws SQLException;
    }

    /** Makes a row's meaning of its values. */
    public abstract R read(Row row) throws SQLException;

    /** The fields to select. */
    public final List<Field<?>> fields() {
        return Collections.unmodifiableList(fields);
    }

    /** The same fields of a table that is made of them. */
    public final List<Field<?>> in(Table<?> table) {
        List<Field<?>> found = new ArrayList<>(fields.size());
        fields.forEach(field -> found.add(requireNonNull(table.field(field))));
        return found;
    }

    protected final OfLong number(Field<? extends Number> field) {
        return new OfLong(add(field));
    }

    protected final OfInt integer(Field<? extends Number> field) {
        return new OfInt(add(field));
    }

    protected final OfBoolean truth(Field<Boolean> field) {
        return new OfBoolean(add(field));
    }

    protected final Of<String> text(Field<String> field) {
        return new Of<>(add(field), ResultSet::getString);
    }

    protected final Of<String> json(Field<JSON> field) {
        return new Of<>(add(field), ResultSet::getString);
    }

    protected final Of<byte[]> bytes(Field<byte[]> field) {
        return new Of<>(add(field), ResultSet::getBytes);
    }

    protected final Of<UUID> uuid(Field<UUID> field) {
        return new Of<>(add(field), (rows, position) -> rows.getObject(position, UUID.class));
    }

    protected final Of<Instant> time(Field<OffsetDateTime> field) {
        return new Of<>(add(field), Times::instant);
    }

    private int add(Field<?> field) {
        fields.add(field);
        return fields.size();
    }

    /** A computed column, which the statement gives this name or none. */
    protected final OfLong number(String name) {
        return number(computed(name, SQLDataType.BIGINT));
    }

    protected final OfInt integer(String name) {
        return integer(computed(name, SQLDataType.INTEGER));
    }

    protected final OfBoolean truth(String name) {
        return truth(computed(name, SQLDataType.BOOLEAN));
    }

    protected final Of<String> text(String name) {
        return text(computed(name, SQLDataType.CLOB));
    }

    protected final Of<byte[]> bytes(String name) {
        return bytes(computed(name, SQLDataType.BLOB));
    }

    private <T> Field<T> computed(String name, DataType<T> type) {
        Field<T> field = field(name(name), type);
        computed.add(field);
        return field;
    }

    /** Returns whether these selected fields are the columns: each of its type, and of its name unless it is computed. */
    final boolean areSelectedBy(Field<?>[] selected) {
        if (fields.size() != selected.length) {
            return false;
        }
        for (int i = 0; i < selected.length; i++) {
            Field<?> column = fields.get(i);
            boolean sameType = column.getType() == selected[i].getType() || (isNumber(column) && isNumber(selected[i]));
            if (!sameType || (!computed.contains(column) && !column.getName().equals(selected[i].getName()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(Field<?> field) {
        return Number.class.isAssignableFrom(field.getType());
    }

    /** The column of rows of one whole number. */
    public static Columns<Long> ofNumber() {
        return new Columns<>() {
            private final OfLong number = number("number");

            @Override
            public Long read(Row row) throws SQLException {
                return number.of(row);
            }
        };
    }

    /** The column of rows of one truth value. */
    public static Columns<Boolean> ofTruth() {
        return new Columns<>() {
            private final OfBoolean truth = truth("truth");

            @Override
            public Boolean read(Row row) throws SQLException {
                return truth.of(row);
            }
        };
    }

    /** The column of rows of one text. */
    public static Columns<String> ofText() {
        return new Columns<>() {
            private final Of<String> text = text("text");

            @Override
            public String read(Row row) throws SQLException {
                return text.of(row);
            }
        };
    }

    /** The column of rows of some bytes. */
    public static Columns<byte[]> ofBytes() {
        return new Columns<>() {
            private final Of<byte[]> bytes = bytes("bytes");

            @Override
            public byte[] read(Row row) throws SQLException {
                return bytes.of(row);
            }
        };
    }
}
