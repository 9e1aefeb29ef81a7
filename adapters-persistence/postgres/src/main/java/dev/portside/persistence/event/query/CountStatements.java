package dev.portside.persistence.event.query;

import static dev.portside.persistence.schema.Tables.EVENTS;
import static dev.portside.persistence.schema.Tables.EVENT_DELTAS;
import static dev.portside.persistence.schema.Tables.EVENT_NAMES;
import static dev.portside.persistence.schema.Tables.EVENT_ROLLUPS;
import static dev.portside.persistence.schema.Tables.EVENT_WIDE_PROPERTIES;
import static dev.portside.persistence.statement.Parameters.unnest;
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
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.TrendQuery;
import dev.portside.domain.event.ValueCount;
import dev.portside.persistence.event.rollup.EventDeltas;
import dev.portside.persistence.event.rollup.HighCardinalityProperties.Property;
import dev.portside.persistence.event.rollup.Span;
import dev.portside.persistence.statement.Action;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Preparation;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Record5;
import org.jooq.ResultQuery;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The statements that count events in rollups, and one by one where there are none. Whatever there is in the data, the database sends
 * no more rows than there are buckets, groups, people or rollups, and those that can be many in the order of their buckets.
 */
final class CountStatements {

    private static final class FrequentColumns extends Columns<ValueCount> {
        private final Of<String> value = text("value");
        private final OfLong count = number("count");

        @Override
        public ValueCount read(Row row) throws SQLException {
            return new ValueCount(value.of(row), count.of(row));
        }
    }

    /** The most frequent values of given names, the most frequent first. */
    static final Query<CountParameters, ValueCount> MOST_FREQUENT = mostFrequent(CountSources.Names.GIVEN);

    /** The same of all names, given those of which there are rollups by the property, and those of which there are none. */
    static final Query<CountParameters, ValueCount> MOST_FREQUENT_OF_ALL = mostFrequent(CountSources.Names.ALL);

    /** Columns that each source of a trend begins with. */
    abstract static class PlacedColumns extends Columns<Row> {
        final OfInt bucket = integer("bucket");
        final OfInt group = integer("group");

        @Override
        public final Row read(Row row) {
            return row;
        }
    }

    static final class RollupColumns extends PlacedColumns {
        final OfLong count = number("count");
        final OfLong people = number(EVENT_ROLLUPS.PEOPLE);
        final OfBoolean exact = truth(EVENT_ROLLUPS.EXACT);
        final Of<byte[]> sketch = bytes("sketch");
    }

    static final RollupColumns ROLLUP = new RollupColumns();

    static final Query<CountParameters, Row> ROLLUPS = Query.of(ROLLUP, CountStatements::rollups);

    static final class DeltaColumns extends PlacedColumns {
        final OfLong count = number("count");
        final Of<byte[]> sketch = bytes("sketch");
    }

    static final DeltaColumns DELTA = new DeltaColumns();

    static final Query<CountParameters, Row> DELTAS = Query.of(DELTA, CountStatements::deltas);

    /** The buckets of which there are deltas. */
    static final Query<CountParameters, Long> BUCKETS_OF_DELTAS =
            Query.of(Columns.ofNumber(), p -> buckets(given(p).deltas()));

    static final class PersonColumns extends PlacedColumns {
        final Of<String> person = text(EVENTS.PERSON);
        final OfLong count = number(count());
    }

    static final PersonColumns PERSON = new PersonColumns();

    /** The people of events at the edges. */
    static final Query<CountParameters, Row> EDGES = Query.of(PERSON, CountStatements::edges);

    /** The same by a property. */
    static final Query<CountParameters, Row> EDGES_BY_VALUE =
            Query.of(PERSON, p -> byPerson(p, given(p).edgesByValue()));

    /** The same of events that were left out of the rollups. */
    static final Query<CountParameters, Row> LEFT_OUT_BY_VALUE = Query.of(PERSON, p -> byPerson(p, given(p).leftOut()));

    /** The buckets of which some were left out. */
    static final Query<CountParameters, Long> BUCKETS_OF_LEFT_OUT =
            Query.of(Columns.ofNumber(), p -> buckets(given(p).leftOut()));

    /** Columns of a count, or of a group of a value of its own and that value. */
    static final class UnrolledColumns extends PlacedColumns {
        final OfLong count = number("count");
        final OfLong people = number("people");
        final Of<String> value = text("value");
    }

    static final UnrolledColumns UNROLLED = new UnrolledColumns();

    /** The counts of a property without rollups, and a row with its value for each group of a value of its own. */
    static final Query<CountParameters, Row> COUNT_UNROLLED =
            Query.of(Preparation.PLANNED_EACH_TIME, UNROLLED, CountStatements::unrolled);

    /** The names that have rollups of their own, and that of all others. */
    static final Query<None, String> NAMES =
            Query.of(Columns.ofText(), p -> select(EVENT_NAMES.NAME).from(EVENT_NAMES));

    /** Names of events in a window, which begins and ends with a day where rollups of days are read. */
    record Window(Collection<String> names, Instant from, Instant to) {

        /** The whole days around a window. */
        static Window ofDays(Collection<String> names, TimeWindow window) {
            return new Window(names, Span.DAY.floor(window.from()), Span.DAY.ceiling(window.to()));
        }
    }

    /** Events in a window that may be too many to read. */
    record Bounded(Window window, long most) {}

    /** Those names of which more events than these were left out of rollups. */
    static final Query<Bounded, String> MUCH_LEFT_OUT = Query.of(
            Columns.ofText(),
            p -> select(EVENT_ROLLUPS.NAME)
                    .from(EVENT_ROLLUPS)
                    .where(days(p, Bounded::window, EventDeltas.LEFT_OUT))
                    .groupBy(EVENT_ROLLUPS.NAME)
                    .having(sum(EVENT_ROLLUPS.COUNT)
                            .gt(p.object(SQLDataType.NUMERIC, bounded -> BigDecimal.valueOf(bounded.most())))));

    /** The names of events of which there are no rollups by this property, or will be none. */
    static final Query<String, String> WIDE =
            Query.of(Columns.ofText(), p -> wide(p.text(property -> property), any -> noCondition()));

    /** The name, when there are no rollups of its events by the property. */
    static final Query<Property, String> IS_WIDE =
            Query.of(Columns.ofText(), p -> wide(p.text(Property::property), name -> name.eq(p.text(Property::name))));

    /** How many events there are of these names by their rollups of days. */
    static final Query<Window, Long> HOW_MANY = Query.of(
            Columns.ofNumber(),
            p -> select(sum(EVENT_ROLLUPS.COUNT))
                    .from(EVENT_ROLLUPS)
                    .where(days(p, window -> window, EventDeltas.NO_PROPERTY)));

    /** How many events there are of these names, from the index; one more than the most at most. */
    static final Query<Bounded, Long> COUNT_UP_TO = Query.of(
            Columns.ofNumber(),
            p -> select(count())
                    .from(select(inline(1).as("one"))
                            .from(EVENTS)
                            .where(EVENTS.NAME.eq(any(
                                    p.texts(bounded -> bounded.window().names().toArray(new String[0])))))
                            .and(EVENTS.AT.ge(p.time(bounded -> bounded.window().from())))
                            .and(EVENTS.AT.lt(p.time(bounded -> bounded.window().to())))
                            .limit(p.number(bounded ->
                                    bounded.most() == Long.MAX_VALUE ? bounded.most() : bounded.most() + 1))));

    /**
     * For the rest of a transaction: pieces are looked up one by one. The planner, which knows nothing of what arrays will
     * hold, would rather compare each of them with each rollup.
     */
    static final Action<None> LOOK_UP =
            Action.of(p -> select(off("enable_hashjoin"), off("enable_mergejoin"), off("enable_material")));

    private static final String GROUP = "group";

    private CountStatements() {}

    private static Field<String> off(String setting) {
        return function(name("set_config"), SQLDataType.CLOB, inline(setting), inline("off"), inline(true));
    }

    private static <P> Condition days(Parameters<P> p, Function<P, Window> window, String property) {
        return EVENT_ROLLUPS
                .NAME
                .eq(any(p.texts(values -> window.apply(values).names().toArray(new String[0]))))
                .and(EVENT_ROLLUPS.PROPERTY.eq(inline(property)))
                .and(EVENT_ROLLUPS.SPAN.eq(inline(Span.DAY.code())))
                .and(EVENT_ROLLUPS.START.ge(
                        p.comparableTime(values -> window.apply(values).from())))
                .and(EVENT_ROLLUPS.START.lt(
                        p.comparableTime(values -> window.apply(values).to())));
    }

    private static CountSources given(Parameters<CountParameters> p) {
        return new CountSources(p, CountSources.Names.GIVEN);
    }

    private static ResultQuery<?> wide(Field<String> property, Function<Field<String>, Condition> names) {
        Table<?> notKept = select(unnest(EVENT_DELTAS.NOT_KEPT).as(EVENT_DELTAS.NAMES.getName()))
                .from(EVENT_DELTAS)
                .where(EVENT_DELTAS.NOT_KEPT.ne(inline(new String[0], EVENT_DELTAS.NOT_KEPT.getDataType())))
                .and(EVENT_DELTAS.PROPERTY.in(inline(EventDeltas.NO_PROPERTY), property))
                .asTable("not_kept");
        Field<String> notKeptName = requireNonNull(notKept.field(EVENT_DELTAS.NAMES.getName(), String.class));
        return select(EVENT_WIDE_PROPERTIES.NAME)
                .from(EVENT_WIDE_PROPERTIES)
                .where(EVENT_WIDE_PROPERTIES.PROPERTY.in(inline(EventDeltas.NO_PROPERTY), property))
                .and(names.apply(EVENT_WIDE_PROPERTIES.NAME))
                .union(select(notKeptName).from(notKept).where(names.apply(notKeptName)));
    }

    private static Query<CountParameters, ValueCount> mostFrequent(CountSources.Names names) {
        return Query.of(Preparation.PLANNED_EACH_TIME, new FrequentColumns(), p -> {
            Table<?> found = new CountSources(p, names).found().asTable("found");
            Field<String> value = requireNonNull(found.field(CountSources.VALUE, String.class));
            Field<BigDecimal> total = sum(requireNonNull(found.field(CountSources.COUNT, Long.class)));
            return select(value, total)
                    .from(found)
                    .groupBy(value)
                    .orderBy(total.desc(), value)
                    .limit(p.number(CountParameters::limit));
        });
    }

    /** The place of a value among those that were chosen, from 1; behind them are all others. */
    private static Field<Integer> group(Parameters<CountParameters> p, Table<?> source) {
        Field<Integer> place = function(
                name("array_position"),
                SQLDataType.INTEGER,
                p.texts(CountParameters::chosen),
                requireNonNull(source.field(CountSources.VALUE)));
        return coalesce(place, p.integer(CountParameters::others)).as(GROUP);
    }

    private static ResultQuery<?> buckets(Table<?> source) {
        return selectDistinct(source.field(CountSources.BUCKET)).from(source);
    }

    private static ResultQuery<?> rollups(Parameters<CountParameters> p) {
        Table<?> rollups = given(p).rollups();
        Table<?> grouped = select(
                        rollups.field(CountSources.BUCKET),
                        group(p, rollups),
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
                .or(requireNonNull(grouped.field(GROUP, Integer.class)).eq(p.integer(CountParameters::mergedGroup)));
        return select(
                        grouped.field(CountSources.BUCKET),
                        grouped.field(GROUP),
                        grouped.field(CountSources.COUNT),
                        grouped.field(EVENT_ROLLUPS.PEOPLE),
                        grouped.field(EVENT_ROLLUPS.EXACT),
                        when(wanted, grouped.field(EVENT_ROLLUPS.SKETCH)))
                .from(grouped)
                .orderBy(grouped.field(CountSources.BUCKET));
    }

    private static ResultQuery<?> deltas(Parameters<CountParameters> p) {
        Table<?> deltas = given(p).deltas();
        Field<Integer> bucket = requireNonNull(deltas.field(CountSources.BUCKET, Integer.class));
        return select(bucket, group(p, deltas), deltas.field(CountSources.COUNT), deltas.field(CountSources.SKETCH))
                .from(deltas)
                .orderBy(bucket);
    }

    private static ResultQuery<?> edges(Parameters<CountParameters> p) {
        Table<?> edges = given(p).edges();
        Field<Integer> bucket = requireNonNull(edges.field(CountSources.BUCKET, Integer.class));
        Field<String> person = requireNonNull(edges.field(EVENTS.PERSON));
        return select(bucket, p.integer(CountParameters::others), person, count())
                .from(edges)
                .groupBy(bucket, person)
                .orderBy(bucket);
    }

    private static ResultQuery<?> byPerson(Parameters<CountParameters> p, Table<?> source) {
        Table<?> grouped = select(source.field(CountSources.BUCKET), group(p, source), source.field(EVENTS.PERSON))
                .from(source)
                .asTable("grouped");
        Field<Integer> bucket = requireNonNull(grouped.field(CountSources.BUCKET, Integer.class));
        Field<Integer> group = requireNonNull(grouped.field(GROUP, Integer.class));
        Field<String> person = requireNonNull(grouped.field(EVENTS.PERSON));
        return select(bucket, group, person, count())
                .from(grouped)
                .groupBy(bucket, group, person)
                .orderBy(bucket);
    }

    /** Each event is read once: what is needed of all is kept until the values are chosen, and counted then. */
    private static ResultQuery<?> unrolled(Parameters<CountParameters> p) {
        CommonTableExpression<?> kept = name("kept").asMaterialized(selectFrom(given(p).unrolled()));
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
        return selectFrom(rows);
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
