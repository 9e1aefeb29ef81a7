package dev.portside.persistence.event.query;

import static dev.portside.persistence.schema.Tables.EVENTS;
import static dev.portside.persistence.schema.Tables.EVENT_DELTAS;
import static dev.portside.persistence.schema.Tables.EVENT_NAMES;
import static dev.portside.persistence.schema.Tables.EVENT_ROLLUPS;
import static dev.portside.persistence.schema.Tables.EVENT_WIDE_PROPERTIES;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.orderBy;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import dev.portside.domain.event.TrendQuery;
import dev.portside.persistence.event.rollup.EventDeltas;
import dev.portside.persistence.event.rollup.Span;
import dev.portside.persistence.statement.NamedSql;
import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Sql;
import dev.portside.persistence.statement.Sql.Preparation;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Record5;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * What is asked of rollups, and of single events where there are none. Whatever there is in the data, the database sends no
 * more rows than there are buckets, groups, people or rollups, and those that can be many in the order of their buckets.
 * Comments list the parameters in their order, where they have no names.
 */
final class CountStatements {

    /** Those of given names; rows of value, count, the most frequent first. */
    static final NamedSql MOST_FREQUENT = mostFrequent(CountSources.Names.GIVEN);

    /** The same of all names, given those of which there are rollups by the property, and those of which there are none. */
    static final NamedSql MOST_FREQUENT_OF_ALL = mostFrequent(CountSources.Names.ALL);

    /** Rows of bucket, group, count, people, exact, sketch. */
    static final NamedSql ROLLUPS = rollups();

    /** Rows of bucket, group, count, sketch. */
    static final NamedSql DELTAS = deltas();

    /** The buckets of which there are deltas. */
    static final NamedSql BUCKETS_OF_DELTAS = bucketsOfDeltas();

    /** Rows of bucket, group, person, count: of events at the edges. */
    static final NamedSql EDGES = edges();

    /** The same by a property. */
    static final NamedSql EDGES_BY_VALUE = byPerson(CountSources.edges(CountSources.Names.GIVEN));

    /** The same of events that were left out of the rollups. */
    static final NamedSql LEFT_OUT_BY_VALUE = byPerson(CountSources.leftOut(CountSources.Names.GIVEN));

    /** The buckets of which some were left out. */
    static final NamedSql BUCKETS_OF_LEFT_OUT = bucketsOfLeftOut();

    /**
     * Rows of bucket, group, count, people, null: of a property without rollups; and one row for each group of a value of its own,
     * which has the group in its second column and the value in its last.
     */
    static final NamedSql UNROLLED = unrolled();

    /** The names that have rollups of their own, and that of all others. */
    static final Sql NAMES = Sql.of(select(EVENT_NAMES.NAME).from(EVENT_NAMES));

    /** names, from and to, which are days, and a number; those names of which more events were left out of rollups */
    static final Sql MUCH_LEFT_OUT = Sql.of(select(EVENT_ROLLUPS.NAME)
            .from(EVENT_ROLLUPS)
            .where(EVENT_ROLLUPS.NAME.eq(any(param("names", SQLDataType.CLOB.array()))))
            .and(EVENT_ROLLUPS.PROPERTY.eq(inline(EventDeltas.LEFT_OUT)))
            .and(EVENT_ROLLUPS.SPAN.eq(inline(Span.DAY.code())))
            .and(EVENT_ROLLUPS.START.ge(Parameters.time("from")))
            .and(EVENT_ROLLUPS.START.lt(Parameters.time("to")))
            .groupBy(EVENT_ROLLUPS.NAME)
            .having(sum(EVENT_ROLLUPS.COUNT).gt(param("most", SQLDataType.NUMERIC))));

    /** property twice; names of events of which there are no rollups by it, or will be none */
    static final Sql WIDE = Sql.of(wide(any -> noCondition()));

    /** property, name, property, name; the name, when there are no rollups of its events by the property */
    static final Sql IS_WIDE = Sql.of(wide(name -> name.eq(Parameters.text("name"))));

    /** names, from and to, which are days; how many events there are of these names by their rollups, or null */
    static final Sql HOW_MANY = Sql.of(select(sum(EVENT_ROLLUPS.COUNT))
            .from(EVENT_ROLLUPS)
            .where(EVENT_ROLLUPS.NAME.eq(any(param("names", SQLDataType.CLOB.array()))))
            .and(EVENT_ROLLUPS.PROPERTY.eq(inline(EventDeltas.NO_PROPERTY)))
            .and(EVENT_ROLLUPS.SPAN.eq(inline(Span.DAY.code())))
            .and(EVENT_ROLLUPS.START.ge(Parameters.time("from")))
            .and(EVENT_ROLLUPS.START.lt(Parameters.time("to"))));

    /** names, from, to, limit; how many events there are of them, from the index */
    static final Sql COUNT_UP_TO = Sql.of(select(count())
            .from(select(inline(1).as("one"))
                    .from(EVENTS)
                    .where(EVENTS.NAME.eq(any(param("names", SQLDataType.CLOB.array()))))
                    .and(EVENTS.AT.ge(Parameters.time("from")))
                    .and(EVENTS.AT.lt(Parameters.time("to")))
                    .limit(param("limit", SQLDataType.BIGINT))));

    /**
     * For the rest of a transaction: pieces are looked up one by one. The planner, which knows nothing of what arrays will
     * hold, would rather compare each of them with each rollup.
     */
    static final Sql LOOK_UP = Sql.of(select(off("enable_hashjoin"), off("enable_mergejoin"), off("enable_material")));

    private static final String GROUP = "group";

    private CountStatements() {}

    private static Field<String> off(String setting) {
        return function(name("set_config"), SQLDataType.CLOB, inline(setting), inline("off"), inline(true));
    }

    private static Query wide(Function<Field<String>, Condition> names) {
        Table<?> notKept = select(Parameters.elements(EVENT_DELTAS.NOT_KEPT, SQLDataType.CLOB)
                        .as(EVENT_DELTAS.NAMES.getName()))
                .from(EVENT_DELTAS)
                .where(EVENT_DELTAS.NOT_KEPT.ne(inline(new String[0], EVENT_DELTAS.NOT_KEPT.getDataType())))
                .and(EVENT_DELTAS.PROPERTY.in(inline(EventDeltas.NO_PROPERTY), Parameters.text("property")))
                .asTable("not_kept");
        Field<String> notKeptName = requireNonNull(notKept.field(EVENT_DELTAS.NAMES.getName(), String.class));
        return select(EVENT_WIDE_PROPERTIES.NAME)
                .from(EVENT_WIDE_PROPERTIES)
                .where(EVENT_WIDE_PROPERTIES.PROPERTY.in(inline(EventDeltas.NO_PROPERTY), Parameters.text("property")))
                .and(names.apply(EVENT_WIDE_PROPERTIES.NAME))
                .union(select(notKeptName).from(notKept).where(names.apply(notKeptName)));
    }

    private static NamedSql mostFrequent(CountSources.Names names) {
        Table<?> found = CountSources.found(names).asTable("found");
        Field<String> value = requireNonNull(found.field(CountSources.VALUE, String.class));
        Field<BigDecimal> total = sum(requireNonNull(found.field(CountSources.COUNT, Long.class)));
        return NamedSql.of(
                select(value, total)
                        .from(found)
                        .groupBy(value)
                        .orderBy(total.desc(), value)
                        .limit(param("limit", SQLDataType.BIGINT)),
                Preparation.PLANNED_EACH_TIME);
    }

    /** The place of a value among those that were chosen, from 1; behind them are all others. */
    private static Field<Integer> group(Table<?> source) {
        Field<Integer> place = function(
                name("array_position"),
                SQLDataType.INTEGER,
                CountSources.array("chosen"),
                requireNonNull(source.field(CountSources.VALUE)));
        return coalesce(place, param("others", SQLDataType.INTEGER)).as(GROUP);
    }

    private static NamedSql rollups() {
        Table<?> rollups = CountSources.rollups();
        Table<?> grouped = select(
                        rollups.field(CountSources.BUCKET),
                        group(rollups),
                        rollups.field(CountSources.COUNT),
                        rollups.field(EVENT_ROLLUPS.PEOPLE),
                        rollups.field(EVENT_ROLLUPS.EXACT),
                        rollups.field(CountSources.MERGED),
                        rollups.field(EVENT_ROLLUPS.SKETCH))
                .from(rollups)
                .asTable("grouped");
        // Sketches are what is large.
        Condition wanted = field(requireNonNull(grouped.field(CountSources.MERGED, Boolean.class)))
                .isTrue()
                .or(requireNonNull(grouped.field(GROUP, Integer.class)).eq(param("mergedGroup", SQLDataType.INTEGER)));
        return NamedSql.of(
                select(
                                grouped.field(CountSources.BUCKET),
                                grouped.field(GROUP),
                                grouped.field(CountSources.COUNT),
                                grouped.field(EVENT_ROLLUPS.PEOPLE),
                                grouped.field(EVENT_ROLLUPS.EXACT),
                                when(wanted, grouped.field(EVENT_ROLLUPS.SKETCH)))
                        .from(grouped)
                        .orderBy(grouped.field(CountSources.BUCKET)),
                Preparation.KEPT);
    }

    private static NamedSql deltas() {
        Table<?> deltas = CountSources.deltas(CountSources.Names.GIVEN);
        Field<Integer> bucket = requireNonNull(deltas.field(CountSources.BUCKET, Integer.class));
        return NamedSql.of(
                select(bucket, group(deltas), deltas.field(CountSources.COUNT), deltas.field(CountSources.SKETCH))
                        .from(deltas)
                        .orderBy(bucket),
                Preparation.KEPT);
    }

    private static NamedSql bucketsOfDeltas() {
        Table<?> deltas = CountSources.deltas(CountSources.Names.GIVEN);
        return NamedSql.of(selectDistinct(deltas.field(CountSources.BUCKET)).from(deltas), Preparation.KEPT);
    }

    private static NamedSql edges() {
        Table<?> edges = CountSources.edges();
        Field<Integer> bucket = requireNonNull(edges.field(CountSources.BUCKET, Integer.class));
        Field<String> person = requireNonNull(edges.field(EVENTS.PERSON));
        return NamedSql.of(
                select(bucket, param("others", SQLDataType.INTEGER), person, count())
                        .from(edges)
                        .groupBy(bucket, person)
                        .orderBy(bucket),
                Preparation.KEPT);
    }

    private static NamedSql bucketsOfLeftOut() {
        Table<?> leftOut = CountSources.leftOut(CountSources.Names.GIVEN);
        return NamedSql.of(selectDistinct(leftOut.field(CountSources.BUCKET)).from(leftOut), Preparation.KEPT);
    }

    private static NamedSql byPerson(Table<?> source) {
        Table<?> grouped = select(source.field(CountSources.BUCKET), group(source), source.field(EVENTS.PERSON))
                .from(source)
                .asTable("grouped");
        Field<Integer> bucket = requireNonNull(grouped.field(CountSources.BUCKET, Integer.class));
        Field<Integer> group = requireNonNull(grouped.field(GROUP, Integer.class));
        Field<String> person = requireNonNull(grouped.field(EVENTS.PERSON));
        return NamedSql.of(
                select(bucket, group, person, count())
                        .from(grouped)
                        .groupBy(bucket, group, person)
                        .orderBy(bucket),
                Preparation.KEPT);
    }

    /** Each event is read once: what is needed of all is kept until the values are chosen, and counted then. */
    private static NamedSql unrolled() {
        CommonTableExpression<?> kept =
                name("kept").asMaterialized(selectFrom(CountSources.unrolled(CountSources.Names.GIVEN)));
        CommonTableExpression<?> chosen = name("chosen").asMaterialized(chosen(kept));
        Field<Integer> groupOfOne = requireNonNull(chosen.field(GROUP, Integer.class));
        Field<String> value = requireNonNull(chosen.field(CountSources.VALUE, String.class));
        Table<?> rows = with(kept)
                .with(chosen)
                .select(
                        castNull(SQLDataType.INTEGER).as(CountSources.BUCKET),
                        groupOfOne,
                        castNull(SQLDataType.NUMERIC).as(CountSources.COUNT),
                        castNull(SQLDataType.INTEGER).as("people"),
                        value)
                .from(chosen)
                .unionAll(counted(kept, select(value).from(chosen).orderBy(groupOfOne)))
                .asTable("rows");
        return NamedSql.of(selectFrom(rows), Preparation.PLANNED_EACH_TIME);
    }

    /** Rows of group, value: the most frequent ones. */
    private static Select<Record2<Integer, String>> chosen(Table<?> kept) {
        Field<String> value = requireNonNull(kept.field(CountSources.VALUE, String.class));
        return select(rowNumber().over(orderBy(count().desc(), value)).as(GROUP), value)
                .from(kept)
                .groupBy(value)
                .orderBy(count().desc(), value)
                .limit(inline(TrendQuery.TOP));
    }

    /** In two steps, of which both can be done by hashing; to count different people in one, they would have to be sorted. */
    private static Select<Record5<Integer, Integer, BigDecimal, Integer, String>> counted(
            Table<?> kept, Select<Record1<String>> chosen) {
        Field<Integer> group = coalesce(
                function(
                        name("array_position"),
                        SQLDataType.INTEGER,
                        DSL.array(chosen),
                        requireNonNull(kept.field(CountSources.VALUE))),
                inline(TrendQuery.TOP + 1));
        Table<?> people = select(
                        kept.field(CountSources.BUCKET),
                        group.as(GROUP),
                        kept.field(EVENTS.PERSON),
                        count().as(CountSources.COUNT))
                .from(kept)
                .groupBy(inline(1), inline(2), inline(3))
                .asTable("people");
        Field<Integer> bucket = requireNonNull(people.field(CountSources.BUCKET, Integer.class));
        Field<Integer> groupOfPeople = requireNonNull(people.field(GROUP, Integer.class));
        return select(
                        bucket,
                        groupOfPeople,
                        sum(requireNonNull(people.field(CountSources.COUNT, Integer.class))),
                        count(people.field(EVENTS.PERSON)),
                        castNull(SQLDataType.CLOB))
                .from(people)
                .groupBy(bucket, groupOfPeople);
    }
}
