package dev.portside.persistence.event.rollup;

import static dev.portside.persistence.schema.Tables.EVENT_DELTAS;
import static dev.portside.persistence.schema.Tables.EVENT_NAMES;
import static dev.portside.persistence.schema.Tables.EVENT_ROLLUPS;
import static dev.portside.persistence.schema.Tables.EVENT_VALUES;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.case_;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.update;

import dev.portside.persistence.schema.tables.EventRollups;
import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Sql;
import java.math.BigDecimal;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Statements about the names of events. Comments list the parameters in their order. */
public final class NameStatements {

    /** names; rows of name, place, events, rollups: those that have rollups of their own */
    public static final Sql KNOWN = Sql.of(known());

    /** One row of: number of names, that of others included; whether there are others; events; rollups. */
    static final Sql ALL = Sql.of(select(
                    count(),
                    count().filterWhere(EVENT_NAMES.NAME.eq(inline(RolledUpNames.OTHERS))),
                    coalesce(sum(EVENT_NAMES.EVENTS), inline(BigDecimal.ZERO)),
                    coalesce(sum(EVENT_NAMES.ROLLUPS), inline(BigDecimal.ZERO)))
            .from(EVENT_NAMES));

    /** name */
    static final Sql ADMIT = Sql.of(insertInto(EVENT_NAMES, EVENT_NAMES.NAME, EVENT_NAMES.EVENTS, EVENT_NAMES.ROLLUPS)
            .values(Parameters.text("name"), inline(0L), inline(0L))
            .onConflictDoNothing());

    /** events, rollups, name */
    static final Sql COUNT = Sql.of(update(EVENT_NAMES)
            .set(EVENT_NAMES.EVENTS, EVENT_NAMES.EVENTS.plus(param("events", SQLDataType.BIGINT)))
            .set(EVENT_NAMES.ROLLUPS, EVENT_NAMES.ROLLUPS.plus(param("rollups", SQLDataType.BIGINT)))
            .where(EVENT_NAMES.NAME.eq(Parameters.text("name"))));

    /** name; whether it has rollups of its own */
    static final Sql IS_ROLLED_UP = Sql.of(DSL.select(
            DSL.field(exists(selectOne().from(EVENT_NAMES).where(EVENT_NAMES.NAME.eq(Parameters.text("name")))))));

    /** names; rows of name, property and how many values it has rollups of */
    static final Sql VALUES = Sql.of(select(EVENT_VALUES.NAME, EVENT_VALUES.PROPERTY, count())
            .from(EVENT_VALUES)
            .where(EVENT_VALUES.NAME.eq(any(param("names", SQLDataType.CLOB.array()))))
            .groupBy(EVENT_VALUES.NAME, EVENT_VALUES.PROPERTY));

    /** How many names may stay, how many are wanted at once; rows of names beyond and their rollups of properties. */
    static final Sql BEYOND = Sql.of(select(EVENT_NAMES.NAME, EVENT_NAMES.ROLLUPS)
            .from(EVENT_NAMES)
            .where(EVENT_NAMES.NAME.ne(inline(RolledUpNames.OTHERS)))
            .orderBy(EVENT_NAMES.NUMBER)
            .offset(param("stay", SQLDataType.BIGINT))
            .limit(param("wanted", SQLDataType.BIGINT)));

    /** names; their rollups of hours: rows of name, property, start, value, count */
    static final Sql HOURS = Sql.of(select(
                    EVENT_ROLLUPS.NAME,
                    EVENT_ROLLUPS.PROPERTY,
                    EVENT_ROLLUPS.START,
                    EVENT_ROLLUPS.VALUE,
                    EVENT_ROLLUPS.COUNT)
            .from(EVENT_ROLLUPS)
            .where(EVENT_ROLLUPS.NAME.eq(any(param("names", SQLDataType.CLOB.array()))))
            .and(EVENT_ROLLUPS.SPAN.eq(inline(Span.HOUR.code()))));

    /** names */
    static final Sql FORGET_NAMES =
            Sql.of(deleteFrom(EVENT_NAMES).where(EVENT_NAMES.NAME.eq(any(param("names", SQLDataType.CLOB.array())))));

    /** names */
    static final Sql FORGET_ROLLUPS = Sql.of(deleteFrom(EVENT_ROLLUPS)
            .where(EVENT_ROLLUPS.NAME.eq(any(param("names", SQLDataType.CLOB.array())))));

    /** names */
    static final Sql FORGET_VALUES =
            Sql.of(deleteFrom(EVENT_VALUES).where(EVENT_VALUES.NAME.eq(any(param("names", SQLDataType.CLOB.array())))));

    /** How many names are told; rows of name and events, the empty name for all others. */
    public static final Sql TOTALS = Sql.of(totals());

    private NameStatements() {}

    private static Query known() {
        // Among those that are there: the numbers of names that have gone are not given again.
        Field<Integer> place = rowNumber().over().orderBy(EVENT_NAMES.NUMBER).as("place");
        var placed = select(EVENT_NAMES.NAME, place, EVENT_NAMES.EVENTS, EVENT_NAMES.ROLLUPS)
                .from(EVENT_NAMES)
                .asTable("placed");
        return select(placed.fields())
                .from(placed)
                .where(requireNonNull(placed.field(EVENT_NAMES.NAME))
                        .eq(any(param("names", SQLDataType.CLOB.array()))));
    }

    private static Query totals() {
        EventRollups rollups = EventRollups.EVENT_ROLLUPS;
        Field<Long> delta = EVENT_DELTAS.ID.as("delta");
        var counts = select(
                        rollups.NAME,
                        rollups.COUNT,
                        DSL.castNull(SQLDataType.BIGINT).as(delta))
                .from(rollups)
                .where(rollups.PROPERTY.eq(inline(EventDeltas.NO_PROPERTY)))
                .and(rollups.SPAN.eq(inline(Span.DAY.code())))
                .unionAll(select(
                                Parameters.elements(EVENT_DELTAS.NAMES, SQLDataType.CLOB),
                                Parameters.elements(EVENT_DELTAS.COUNTS, SQLDataType.BIGINT),
                                delta)
                        .from(EVENT_DELTAS)
                        .where(EVENT_DELTAS.PROPERTY.eq(inline(EventDeltas.NO_PROPERTY))))
                .asTable("counts");
        Field<String> counted = requireNonNull(counts.field(rollups.NAME));
        Field<BigDecimal> total =
                sum(requireNonNull(counts.field(rollups.COUNT))).as("total");
        Field<Long> came = min(requireNonNull(counts.field(delta))).as("came");
        var named = select(counted, total, came).from(counts).groupBy(counted).asTable("named");
        Field<String> name = requireNonNull(named.field(rollups.NAME));
        // Names that are not rolled up yet will be, in this order.
        Field<Integer> place = rowNumber()
                .over()
                .orderBy(
                        case_().when(name.eq(inline(RolledUpNames.OTHERS)), inline(1))
                                .otherwise(inline(0)),
                        EVENT_NAMES.NUMBER.asc().nullsLast(),
                        requireNonNull(named.field(came)),
                        name)
                .as("place");
        var placed = select(name, requireNonNull(named.field(total)), place)
                .from(named)
                .leftJoin(EVENT_NAMES)
                .on(EVENT_NAMES.NAME.eq(name))
                .asTable("placed");
        Field<String> told = case_().when(
                        requireNonNull(placed.field(place)).le(param("names", SQLDataType.INTEGER)),
                        requireNonNull(placed.field(rollups.NAME)))
                .otherwise(inline(RolledUpNames.OTHERS))
                .as("told");
        var shown =
                select(told, requireNonNull(placed.field(total))).from(placed).asTable("shown");
        return select(shown.field(told), sum(requireNonNull(shown.field(total))))
                .from(shown)
                .groupBy(shown.field(told));
    }
}
