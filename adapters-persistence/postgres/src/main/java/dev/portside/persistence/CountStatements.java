package dev.portside.persistence;

import static dev.portside.persistence.schema.Tables.EVENTS;
import static dev.portside.persistence.schema.Tables.EVENT_DELTAS;
import static dev.portside.persistence.schema.Tables.EVENT_ROLLUPS;
import static dev.portside.persistence.schema.Tables.EVENT_VALUES;
import static dev.portside.persistence.schema.Tables.EVENT_WIDE_PROPERTIES;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.case_;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.when;

import java.time.OffsetDateTime;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** What is asked of rollups, and of single events where there are none. Comments list the parameters in their order. */
final class CountStatements {

    private static final Field<Integer> BUCKET =
            EventStatements.elements("buckets", SQLDataType.INTEGER).as("bucket");
    private static final Field<Short> SPAN =
            EventStatements.elements("spans", SQLDataType.SMALLINT).as("span");
    private static final Field<Boolean> MERGED =
            EventStatements.elements("merged", SQLDataType.BOOLEAN).as("merged");
    private static final Field<OffsetDateTime> FROM =
            EventStatements.elements("froms").cast(EVENTS.AT.getDataType()).as("from");
    private static final Field<OffsetDateTime> TO =
            EventStatements.elements("tos").cast(EVENTS.AT.getDataType()).as("to");

    /** buckets, spans, whether sketches are wanted, froms, tos, names, property; rows of bucket, value, count, people, exact, sketch */
    static final Sql ROLLUPS = Sql.of(rollups());

    /** property, the hours from and to, name; rows of hour, value, count, sketch */
    static final Sql DELTAS = Sql.of(deltas(name -> name.eq(EventStatements.text("name"))));

    /** property, the hours from and to; rows of hour, value, count, sketch */
    static final Sql DELTAS_OF_ALL = Sql.of(deltas(any -> noCondition()));

    /** buckets, froms, tos, name; rows of bucket, an empty value, person, count */
    static final Sql EVENTS_BY_PERSON = Sql.of(events(EVENTS.NAME.eq(EventStatements.text("name"))));

    /** buckets, froms, tos, property four times, name; rows of bucket, value, person, count */
    static final Sql EVENTS_BY_VALUE = Sql.of(values(EVENTS.NAME.eq(EventStatements.text("name"))));

    /** buckets, froms, tos, property four times; rows of bucket, value, person, count */
    static final Sql EVENTS_OF_ALL_BY_VALUE = Sql.of(values(noCondition()));

    /** property; names of events of which there are rollups by it */
    static final Sql NAMES_WITH = Sql.of(selectDistinct(EVENT_VALUES.NAME)
            .from(EVENT_VALUES)
            .where(EVENT_VALUES.PROPERTY.eq(EventStatements.text("property"))));

    /** name, property; how many values there are rollups of */
    static final Sql VALUES = Sql.of(select(count())
            .from(EVENT_VALUES)
            .where(EVENT_VALUES.NAME.eq(EventStatements.text("name")))
            .and(EVENT_VALUES.PROPERTY.eq(EventStatements.text("property"))));

    /** property twice; names of events of which there are no rollups by it, or will be none */
    static final Sql WIDE = Sql.of(select(EVENT_WIDE_PROPERTIES.NAME)
            .from(EVENT_WIDE_PROPERTIES)
            .where(EVENT_WIDE_PROPERTIES.PROPERTY.in(inline(EventDeltas.NO_PROPERTY), EventStatements.text("property")))
            .union(select(EventStatements.elements(EVENT_DELTAS.NOT_KEPT, SQLDataType.CLOB))
                    .from(EVENT_DELTAS)
                    .where(EVENT_DELTAS.NOT_KEPT.ne(inline(new String[0], EVENT_DELTAS.NOT_KEPT.getDataType())))
                    .and(EVENT_DELTAS.PROPERTY.in(inline(EventDeltas.NO_PROPERTY), EventStatements.text("property")))));

    /** For the rest of a transaction: sorting and hashing in memory what questions of millions of events have. */
    static final Sql MORE_MEMORY = Sql.of(
            select(function(name("set_config"), SQLDataType.CLOB, inline("work_mem"), inline("64MB"), inline(true))));

    /**
     * For the rest of a transaction: pieces are looked up one by one. The planner, which knows nothing of what arrays will
     * hold, would rather compare each of them with each rollup.
     */
    static final Sql LOOK_UP = Sql.of(select(off("enable_hashjoin"), off("enable_mergejoin"), off("enable_material")));

    private CountStatements() {}

    private static Field<String> off(String setting) {
        return function(name("set_config"), SQLDataType.CLOB, inline(setting), inline("off"), inline(true));
    }

    private static Query rollups() {
        Table<?> pieces = select(BUCKET, SPAN, MERGED, FROM, TO).asTable("pieces");
        return select(
                        pieces.field(BUCKET),
                        EVENT_ROLLUPS.VALUE,
                        EVENT_ROLLUPS.COUNT,
                        EVENT_ROLLUPS.PEOPLE,
                        EVENT_ROLLUPS.EXACT,
                        // Sketches are what is large.
                        when(requireNonNull(pieces.field(MERGED)), EVENT_ROLLUPS.SKETCH))
                .from(pieces)
                .join(EVENT_ROLLUPS)
                .on(EVENT_ROLLUPS.NAME.eq(any(param("names", SQLDataType.CLOB.array()))))
                .and(EVENT_ROLLUPS.PROPERTY.eq(EventStatements.text("property")))
                .and(EVENT_ROLLUPS.SPAN.eq(pieces.field(SPAN)))
                .and(EVENT_ROLLUPS.START.ge(pieces.field(FROM)))
                .and(EVENT_ROLLUPS.START.lt(pieces.field(TO)));
    }

    private static Query deltas(Function<Field<String>, Condition> names) {
        Table<?> all = select(
                        EventStatements.elements(EVENT_DELTAS.NAMES, SQLDataType.CLOB)
                                .as("name"),
                        EventStatements.elements(EVENT_DELTAS.HOURS, SQLDataType.INTEGER)
                                .as("hour"),
                        EventStatements.elements(EVENT_DELTAS.VALUES, SQLDataType.CLOB)
                                .as("value"),
                        EventStatements.elements(EVENT_DELTAS.COUNTS, SQLDataType.BIGINT)
                                .as("count"),
                        EventStatements.elements(EVENT_DELTAS.SKETCHES, SQLDataType.BLOB)
                                .as("sketch"))
                .from(EVENT_DELTAS)
                .where(EVENT_DELTAS.PROPERTY.eq(EventStatements.text("property")))
                .asTable("all_deltas");
        Field<Integer> hour = requireNonNull(all.field("hour", Integer.class));
        return select(hour, all.field("value"), all.field("count"), all.field("sketch"))
                .from(all)
                .where(hour.ge(param("from", SQLDataType.INTEGER)))
                .and(hour.lt(param("to", SQLDataType.INTEGER)))
                .and(names.apply(requireNonNull(all.field("name", String.class))));
    }

    private static Query events(Condition names) {
        Table<?> pieces = select(BUCKET, FROM, TO).asTable("pieces");
        Table<?> found = lateral(select(EVENTS.PERSON)
                .from(EVENTS)
                .where(EVENTS.AT.ge(pieces.field(FROM)))
                .and(EVENTS.AT.lt(pieces.field(TO)))
                .and(names)
                .asTable("found"));
        Field<String> person = requireNonNull(found.field(EVENTS.PERSON));
        return select(pieces.field(BUCKET), inline(EventDeltas.NO_VALUE), person, count())
                .from(pieces.crossJoin(found))
                .groupBy(pieces.field(BUCKET), person);
    }

    private static Query values(Condition names) {
        Table<?> pieces = select(BUCKET, FROM, TO).asTable("pieces");
        Field<String> value = value().as("value");
        Table<?> found = lateral(select(value, EVENTS.PERSON)
                .from(EVENTS)
                .where(EVENTS.AT.ge(pieces.field(FROM)))
                .and(EVENTS.AT.lt(pieces.field(TO)))
                .and(names)
                .asTable("found"));
        Field<String> given = requireNonNull(found.field(value));
        Field<String> person = requireNonNull(found.field(EVENTS.PERSON));
        return select(pieces.field(BUCKET), given, person, count())
                .from(pieces.crossJoin(found))
                .where(given.isNotNull())
                .groupBy(pieces.field(BUCKET), given, person);
    }

    /** As {@link dev.portside.domain.event.NewEvent#values} has it. */
    private static Field<String> value() {
        Field<JSON> member = DSL.jsonGetAttribute(EVENTS.PROPERTIES, EventStatements.text("property"));
        Field<String> text = DSL.jsonGetAttributeAsText(EVENTS.PROPERTIES, EventStatements.text("property"))
                .cast(SQLDataType.CLOB);
        Field<String> type = function(name("json_typeof"), SQLDataType.CLOB, member);
        return case_(type)
                .when(inline("string"), text)
                .when(inline("boolean"), text)
                .when(inline("number"), text.cast(SQLDataType.NUMERIC).cast(SQLDataType.CLOB));
    }
}
