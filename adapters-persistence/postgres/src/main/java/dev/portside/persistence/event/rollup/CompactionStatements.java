package dev.portside.persistence.event.rollup;

import static dev.portside.persistence.schema.Tables.EVENT_DELTAS;
import static dev.portside.persistence.schema.Tables.EVENT_ROLLUPS;
import static dev.portside.persistence.schema.Tables.EVENT_VALUES;
import static dev.portside.persistence.schema.Tables.EVENT_WIDE_PROPERTIES;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.with;

import dev.portside.persistence.statement.AdvisoryLocks;
import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Sql;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.jooq.CommonTableExpression;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** How deltas become rollups. Comments list the parameters in their order. */
public final class CompactionStatements {

    /** At least, while there are so many: those that stand in one row are taken together. */
    public static final int DELTAS_PER_STEP = 20_000;

    /** Of a property of an event. Beyond, a chart has nothing to say, and rollups would become as many as events. */
    static final int MAX_VALUES = 200;

    static final Sql TRY_TO_ENTER =
            Sql.of(select(AdvisoryLocks.call("pg_try_advisory_xact_lock", SQLDataType.BOOLEAN, AdvisoryLocks.ROLLUPS)));

    public static final Sql ENTER =
            Sql.of(select(AdvisoryLocks.call("pg_advisory_xact_lock", SQLDataType.OTHER, AdvisoryLocks.ROLLUPS)));

    /** Rows of name, property: those without rollups. */
    static final Sql WIDE = Sql.of(
            select(EVENT_WIDE_PROPERTIES.NAME, EVENT_WIDE_PROPERTIES.PROPERTY).from(EVENT_WIDE_PROPERTIES));

    /**
     * The oldest of them; rows of name, property, hour, value, count, sketch, and after them of those that are not kept,
     * without the last four.
     */
    static final Sql TAKE = Sql.of(take());

    /** names, properties, values */
    static final Sql KNOW = Sql.of(insertInto(
                    EVENT_VALUES, EVENT_VALUES.NAME, EVENT_VALUES.PROPERTY, EVENT_VALUES.VALUE)
            .select(select(
                    Parameters.elements("names"), Parameters.elements("properties"), Parameters.elements("values")))
            .onConflictDoNothing());

    /** names; rows of name, property: those of too many values */
    static final Sql TOO_MANY = Sql.of(select(EVENT_VALUES.NAME, EVENT_VALUES.PROPERTY)
            .from(EVENT_VALUES)
            .where(EVENT_VALUES.NAME.eq(any(param("names", SQLDataType.CLOB.array()))))
            .groupBy(EVENT_VALUES.NAME, EVENT_VALUES.PROPERTY)
            .having(count().gt(inline(MAX_VALUES))));

    /** name, property */
    static final Sql WIDEN =
            Sql.of(insertInto(EVENT_WIDE_PROPERTIES, EVENT_WIDE_PROPERTIES.NAME, EVENT_WIDE_PROPERTIES.PROPERTY)
                    .values(Parameters.text("name"), Parameters.text("property"))
                    .onConflictDoNothing());

    /** name, property, property */
    static final Sql FORGET_ROLLUPS = Sql.of(deleteFrom(EVENT_ROLLUPS)
            .where(EVENT_ROLLUPS.NAME.eq(Parameters.text("name")))
            .and(EVENT_ROLLUPS.PROPERTY.notIn(inline(EventDeltas.NO_PROPERTY), inline(EventDeltas.LEFT_OUT)))
            .and(Parameters.text("property").in(inline(EventDeltas.NO_PROPERTY), EVENT_ROLLUPS.PROPERTY)));

    /** name, property */
    static final Sql FORGET_VALUES = Sql.of(deleteFrom(EVENT_VALUES)
            .where(EVENT_VALUES.NAME.eq(Parameters.text("name")))
            .and(Parameters.text("property").in(inline(EventDeltas.NO_PROPERTY), EVENT_VALUES.PROPERTY)));

    /** names, properties, spans, starts, values; rows of these and the sketch */
    static final Sql SKETCHES = Sql.of(sketches());

    /** names, properties, spans, starts, values, counts, people, exact, sketches */
    static final Sql ADD = Sql.of(add());

    /** property; names, hours, values, counts and sketches of what is added; names of which not all is kept */
    static final Sql ADD_DELTAS = Sql.of(addDeltas());

    private CompactionStatements() {}

    private static Query addDeltas() {
        return insertInto(
                        EVENT_DELTAS,
                        EVENT_DELTAS.PROPERTY,
                        EVENT_DELTAS.NAMES,
                        EVENT_DELTAS.HOURS,
                        EVENT_DELTAS.VALUES,
                        EVENT_DELTAS.COUNTS,
                        EVENT_DELTAS.SKETCHES,
                        EVENT_DELTAS.NOT_KEPT)
                .values(
                        Parameters.text("property"),
                        param("names", EVENT_DELTAS.NAMES.getDataType()),
                        param("hours", EVENT_DELTAS.HOURS.getDataType()),
                        param("values", EVENT_DELTAS.VALUES.getDataType()),
                        param("counts", EVENT_DELTAS.COUNTS.getDataType()),
                        param("sketches", EVENT_DELTAS.SKETCHES.getDataType()),
                        param("notKept", EVENT_DELTAS.NOT_KEPT.getDataType()));
    }

    private static Query take() {
        Table<?> oldest = select(
                        EVENT_DELTAS.ID,
                        sum(EVENT_DELTAS.SIZE)
                                .over()
                                .orderBy(EVENT_DELTAS.ID)
                                .minus(EVENT_DELTAS.SIZE)
                                .as("before"))
                .from(EVENT_DELTAS)
                .orderBy(EVENT_DELTAS.ID)
                .limit(inline(DELTAS_PER_STEP))
                .asTable("oldest");
        // Up to an id: compared one by one, they would be searched for in all that was there lately.
        CommonTableExpression<?> taken = name("taken")
                .as(deleteFrom(EVENT_DELTAS)
                        .where(EVENT_DELTAS.ID.le(select(max(oldest.field(EVENT_DELTAS.ID)))
                                .from(oldest)
                                .where(requireNonNull(oldest.field("before", BigDecimal.class))
                                        .lt(inline(BigDecimal.valueOf(DELTAS_PER_STEP))))))
                        .returning());
        return with(taken)
                .select(
                        elements(taken, EVENT_DELTAS.NAMES, SQLDataType.CLOB),
                        taken.field(EVENT_DELTAS.PROPERTY),
                        elements(taken, EVENT_DELTAS.HOURS, SQLDataType.INTEGER),
                        elements(taken, EVENT_DELTAS.VALUES, SQLDataType.CLOB),
                        elements(taken, EVENT_DELTAS.COUNTS, SQLDataType.BIGINT),
                        elements(taken, EVENT_DELTAS.SKETCHES, SQLDataType.BLOB))
                .from(taken)
                .unionAll(select(
                                elements(taken, EVENT_DELTAS.NOT_KEPT, SQLDataType.CLOB),
                                taken.field(EVENT_DELTAS.PROPERTY),
                                castNull(SQLDataType.INTEGER),
                                castNull(SQLDataType.CLOB),
                                castNull(SQLDataType.BIGINT),
                                castNull(SQLDataType.BLOB))
                        .from(taken));
    }

    private static <T> Field<T> elements(Table<?> taken, Field<T[]> array, DataType<T> type) {
        return Parameters.elements(requireNonNull(taken.field(array)), type);
    }

    private static Table<?> keys() {
        Field<OffsetDateTime> start = Parameters.elements("starts")
                .cast(EVENT_ROLLUPS.START.getDataType())
                .as("start");
        return select(
                        Parameters.elements("names").as("name"),
                        Parameters.elements("properties").as("property"),
                        Parameters.elements("spans", SQLDataType.SMALLINT).as("span"),
                        start,
                        Parameters.elements("values").as("value"))
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
                        Parameters.elements("names"),
                        Parameters.elements("properties"),
                        Parameters.elements("spans", SQLDataType.SMALLINT),
                        Parameters.elements("starts").cast(EVENT_ROLLUPS.START.getDataType()),
                        Parameters.elements("values"),
                        Parameters.elements("counts", SQLDataType.BIGINT),
                        Parameters.elements("people", SQLDataType.BIGINT),
                        Parameters.elements("exact", SQLDataType.BOOLEAN),
                        Parameters.elements("sketches", SQLDataType.BLOB)))
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
