package dev.portside.persistence;

import static dev.portside.persistence.schema.Tables.EVENT_DELTAS;
import static dev.portside.persistence.schema.Tables.EVENT_ROLLUPS;
import static dev.portside.persistence.schema.Tables.EVENT_VALUES;
import static dev.portside.persistence.schema.Tables.EVENT_WIDE_PROPERTIES;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Adds what events have left behind to the rollups. One node does so at a time; a question sees either all of a step or
 * nothing of it.
 */
final class EventCompaction {

    private static final int DELTAS_PER_STEP = 20_000;

    /** Of a property of an event. Beyond, a chart has nothing to say, and rollups would become as many as events. */
    static final int MAX_VALUES = 200;

    /** Of PostgreSQL, any number that nobody else here uses. */
    private static final long LOCK = 0x706f_7274_726f_6c6cL;

    private static final Sql TRY_TO_ENTER =
            Sql.of(select(function(name("pg_try_advisory_xact_lock"), SQLDataType.BOOLEAN, inline(LOCK))));

    static final Sql ENTER = Sql.of(select(function(name("pg_advisory_xact_lock"), SQLDataType.OTHER, inline(LOCK))));

    private static final Sql TAKE = Sql.of(deleteFrom(EVENT_DELTAS)
            .where(EVENT_DELTAS.ID.in(select(EVENT_DELTAS.ID)
                    .from(EVENT_DELTAS)
                    .orderBy(EVENT_DELTAS.ID)
                    .limit(inline(DELTAS_PER_STEP))))
            .returning(
                    EVENT_DELTAS.NAME,
                    EVENT_DELTAS.PROPERTY,
                    EVENT_DELTAS.HOUR,
                    EVENT_DELTAS.VALUE,
                    EVENT_DELTAS.COUNT,
                    EVENT_DELTAS.SKETCH));

    /** names, properties, values */
    private static final Sql KNOW =
            Sql.of(insertInto(EVENT_VALUES, EVENT_VALUES.NAME, EVENT_VALUES.PROPERTY, EVENT_VALUES.VALUE)
                    .select(select(
                            EventStatements.elements("names"),
                            EventStatements.elements("properties"),
                            EventStatements.elements("values")))
                    .onConflictDoNothing());

    /** names; rows of name, property: those of too many values */
    private static final Sql TOO_MANY = Sql.of(select(EVENT_VALUES.NAME, EVENT_VALUES.PROPERTY)
            .from(EVENT_VALUES)
            .where(EVENT_VALUES.NAME.eq(any(param("names", SQLDataType.CLOB.array()))))
            .groupBy(EVENT_VALUES.NAME, EVENT_VALUES.PROPERTY)
            .having(count().gt(inline(MAX_VALUES))));

    private static final Sql WIDE = Sql.of(
            select(EVENT_WIDE_PROPERTIES.NAME, EVENT_WIDE_PROPERTIES.PROPERTY).from(EVENT_WIDE_PROPERTIES));

    /** name, property */
    private static final Sql WIDEN =
            Sql.of(insertInto(EVENT_WIDE_PROPERTIES, EVENT_WIDE_PROPERTIES.NAME, EVENT_WIDE_PROPERTIES.PROPERTY)
                    .values(EventStatements.text("name"), EventStatements.text("property"))
                    .onConflictDoNothing());

    /** name, property, property */
    private static final Sql FORGET_ROLLUPS = Sql.of(deleteFrom(EVENT_ROLLUPS)
            .where(EVENT_ROLLUPS.NAME.eq(EventStatements.text("name")))
            .and(EVENT_ROLLUPS.PROPERTY.ne(inline(EventDeltas.NO_PROPERTY)))
            .and(EventStatements.text("property").in(inline(EventDeltas.NO_PROPERTY), EVENT_ROLLUPS.PROPERTY)));

    /** name, property */
    private static final Sql FORGET_VALUES = Sql.of(deleteFrom(EVENT_VALUES)
            .where(EVENT_VALUES.NAME.eq(EventStatements.text("name")))
            .and(EventStatements.text("property").in(inline(EventDeltas.NO_PROPERTY), EVENT_VALUES.PROPERTY)));

    /** names, properties, spans, starts, values; rows of these and the sketch */
    private static final Sql SKETCHES = Sql.of(sketches());

    /** names, properties, spans, starts, values, counts, people, exact, sketches */
    private static final Sql ADD = Sql.of(add());

    private record Property(String name, String property) {}

    private record Key(String name, String property, short span, Instant start, String value) {}

    private static final class Sum {
        private final PeopleSketch people = new PeopleSketch();
        private long count;
    }

    private final Database database;
    private final WideProperties known;

    EventCompaction(Database database, WideProperties known) {
        this.database = database;
        this.known = known;
    }

    /** Does a step; returns whether there may be more to do. */
    boolean step() {
        return database.transaction(connection -> {
            known.refresh(connection);
            if (!TRY_TO_ENTER.list(connection, row -> row.getBoolean(1)).getFirst()) {
                return false;
            }
            List<Delta> deltas = TAKE.list(connection, Delta::read);
            if (!deltas.isEmpty()) {
                add(connection, deltas);
            }
            return deltas.size() == DELTAS_PER_STEP;
        });
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Delta(
            String name,
            String property,
            Instant hour,
            @Nullable String value,
            long count,
            byte @Nullable [] sketch) {
        static Delta read(ResultSet row) throws SQLException {
            return new Delta(
                    row.getString(1),
                    row.getString(2),
                    Times.instant(row, 3),
                    row.getString(4),
                    row.getLong(5),
                    row.getBytes(6));
        }
    }

    private static void add(Connection connection, List<Delta> deltas) throws SQLException {
        Set<Property> wide = wide(connection, deltas);
        Map<Key, Sum> sums = new HashMap<>();
        for (Delta delta : deltas) {
            String value = delta.value();
            if (value != null && !isWide(wide, delta)) {
                for (Span span : Span.values()) {
                    Instant start = span.floor(delta.hour());
                    Key key = new Key(delta.name(), delta.property(), span.code(), start, value);
                    Sum sum = sums.computeIfAbsent(key, any -> new Sum());
                    sum.count += delta.count();
                    sum.people.merge(delta.sketch());
                }
            }
        }
        write(connection, sums);
    }

    private static boolean isWide(Set<Property> wide, Delta delta) {
        return !delta.property().equals(EventDeltas.NO_PROPERTY)
                && (wide.contains(new Property(delta.name(), delta.property()))
                        || wide.contains(new Property(delta.name(), EventDeltas.NO_PROPERTY)));
    }

    /** The properties without rollups, those included that are so from now on. */
    private static Set<Property> wide(Connection connection, List<Delta> deltas) throws SQLException {
        Set<Property> before =
                new HashSet<>(WIDE.list(connection, row -> new Property(row.getString(1), row.getString(2))));
        Set<Property> wide = new HashSet<>(before);
        Set<List<String>> values = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Delta delta : deltas) {
            String value = delta.value();
            if (value == null) {
                wide.add(new Property(delta.name(), delta.property()));
            } else if (!delta.property().equals(EventDeltas.NO_PROPERTY) && !isWide(wide, delta)) {
                values.add(List.of(delta.name(), delta.property(), value));
                names.add(delta.name());
            }
        }
        if (!values.isEmpty()) {
            KNOW.write(connection, column(values, 0), column(values, 1), column(values, 2));
            wide.addAll(TOO_MANY.list(connection, row -> new Property(row.getString(1), row.getString(2)), (Object)
                    names.toArray(new String[0])));
        }
        for (Property property : wide) {
            if (!before.contains(property)) {
                WIDEN.write(connection, property.name(), property.property());
                FORGET_ROLLUPS.write(connection, property.name(), property.property());
                FORGET_VALUES.write(connection, property.name(), property.property());
            }
        }
        return wide;
    }

    private static String[] column(Set<List<String>> rows, int column) {
        return rows.stream().map(row -> row.get(column)).toArray(String[]::new);
    }

    private static void write(Connection connection, Map<Key, Sum> sums) throws SQLException {
        List<Key> keys = new ArrayList<>(sums.keySet());
        String[] names = keys.stream().map(Key::name).toArray(String[]::new);
        String[] properties = keys.stream().map(Key::property).toArray(String[]::new);
        Short[] spans = keys.stream().map(Key::span).toArray(Short[]::new);
        String[] starts = keys.stream().map(key -> Times.text(key.start())).toArray(String[]::new);
        String[] values = keys.stream().map(Key::value).toArray(String[]::new);
        SKETCHES.each(
                connection,
                row -> {
                    Key key = new Key(
                            row.getString(1),
                            row.getString(2),
                            row.getShort(3),
                            Times.instant(row, 4),
                            row.getString(5));
                    requireNonNull(sums.get(key)).people.merge(row.getBytes(6));
                },
                names,
                properties,
                spans,
                starts,
                values);
        Long[] counts = new Long[keys.size()];
        Long[] people = new Long[keys.size()];
        Boolean[] exact = new Boolean[keys.size()];
        List<byte @Nullable []> sketches = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            Sum sum = requireNonNull(sums.get(keys.get(i)));
            counts[i] = sum.count;
            people[i] = sum.people.people().count();
            exact[i] = sum.people.people().error() == 0;
            sketches.add(sum.people.bytes());
        }
        ADD.write(
                connection,
                names,
                properties,
                spans,
                starts,
                values,
                counts,
                people,
                exact,
                sketches.toArray(new byte[0][]));
    }

    private static Table<?> keys() {
        Field<OffsetDateTime> start = EventStatements.elements("starts")
                .cast(EVENT_ROLLUPS.START.getDataType())
                .as("start");
        return select(
                        EventStatements.elements("names").as("name"),
                        EventStatements.elements("properties").as("property"),
                        EventStatements.elements("spans", SQLDataType.SMALLINT).as("span"),
                        start,
                        EventStatements.elements("values").as("value"))
                .asTable("keys");
    }

    private static Query sketches() {
        Table<?> keys = keys();
        return select(
                        EVENT_ROLLUPS.NAME,
                        EVENT_ROLLUPS.PROPERTY,
                        EVENT_ROLLUPS.SPAN,
                        EVENT_ROLLUPS.START,
                        EVENT_ROLLUPS.VALUE,
                        EVENT_ROLLUPS.SKETCH)
                .from(keys)
                .join(EVENT_ROLLUPS)
                .on(EVENT_ROLLUPS.NAME.eq(keys.field("name", String.class)))
                .and(EVENT_ROLLUPS.PROPERTY.eq(keys.field("property", String.class)))
                .and(EVENT_ROLLUPS.SPAN.eq(keys.field("span", Short.class)))
                .and(EVENT_ROLLUPS.START.eq(keys.field("start", OffsetDateTime.class)))
                .and(EVENT_ROLLUPS.VALUE.eq(keys.field("value", String.class)));
    }

    private static Query add() {
        return insertInto(
                        EVENT_ROLLUPS,
                        EVENT_ROLLUPS.NAME,
                        EVENT_ROLLUPS.PROPERTY,
                        EVENT_ROLLUPS.SPAN,
                        EVENT_ROLLUPS.START,
                        EVENT_ROLLUPS.VALUE,
                        EVENT_ROLLUPS.COUNT,
                        EVENT_ROLLUPS.PEOPLE,
                        EVENT_ROLLUPS.EXACT,
                        EVENT_ROLLUPS.SKETCH)
                .select(select(
                        EventStatements.elements("names"),
                        EventStatements.elements("properties"),
                        EventStatements.elements("spans", SQLDataType.SMALLINT),
                        EventStatements.elements("starts").cast(EVENT_ROLLUPS.START.getDataType()),
                        EventStatements.elements("values"),
                        EventStatements.elements("counts", SQLDataType.BIGINT),
                        EventStatements.elements("people", SQLDataType.BIGINT),
                        EventStatements.elements("exact", SQLDataType.BOOLEAN),
                        EventStatements.elements("sketches", SQLDataType.BLOB)))
                .onConflict(
                        EVENT_ROLLUPS.NAME,
                        EVENT_ROLLUPS.PROPERTY,
                        EVENT_ROLLUPS.SPAN,
                        EVENT_ROLLUPS.START,
                        EVENT_ROLLUPS.VALUE)
                .doUpdate()
                .set(EVENT_ROLLUPS.COUNT, EVENT_ROLLUPS.COUNT.plus(excluded(EVENT_ROLLUPS.COUNT)))
                .set(EVENT_ROLLUPS.PEOPLE, excluded(EVENT_ROLLUPS.PEOPLE))
                .set(EVENT_ROLLUPS.EXACT, excluded(EVENT_ROLLUPS.EXACT))
                .set(EVENT_ROLLUPS.SKETCH, excluded(EVENT_ROLLUPS.SKETCH));
    }
}
