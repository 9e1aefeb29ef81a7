package dev.portside.persistence.event.rollup;

import static dev.portside.persistence.schema.Tables.EVENT_DELTAS;
import static dev.portside.persistence.schema.Tables.EVENT_NAMES;
import static dev.portside.persistence.schema.Tables.EVENT_ROLLUPS;
import static dev.portside.persistence.schema.Tables.EVENT_VALUES;
import static dev.portside.persistence.statement.Parameters.unnest;
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
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.update;

import dev.portside.persistence.schema.tables.EventRollups;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Command;
import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The statements about the names of events. */
public final class NameStatements {

    /** A name that has rollups of its own. */
    public record Known(String name, long place, long events, long rollups) {}

    private static final class KnownColumns extends Columns<Known> {
        private final Of<String> name = text(EVENT_NAMES.NAME);
        private final OfLong place = number("place");
        private final OfLong events = number(EVENT_NAMES.EVENTS);
        private final OfLong rollups = number(EVENT_NAMES.ROLLUPS);

        @Override
        public Known read(Row row) throws SQLException {
            return new Known(name.of(row), place.of(row), events.of(row), rollups.of(row));
        }
    }

    private static final KnownColumns KNOWN_COLUMNS = new KnownColumns();

    /** Those of these names that have rollups of their own. */
    public static final Query<Collection<String>, Known> KNOWN = Query.of(KNOWN_COLUMNS, NameStatements::known);

    /**
     * All names that have rollups.
     *
     * @param names how many, that of others included
     * @param others 1 if there is that of others
     */
    record All(int names, int others, long events, long rollups) {}

    private static final class AllColumns extends Columns<All> {
        private final OfInt names = integer(count());
        private final OfInt others = integer(count().filterWhere(EVENT_NAMES.NAME.eq(inline(RolledUpNames.OTHERS))));
        private final OfLong events = number(coalesce(sum(EVENT_NAMES.EVENTS), inline(BigDecimal.ZERO)));
        private final OfLong rollups = number(coalesce(sum(EVENT_NAMES.ROLLUPS), inline(BigDecimal.ZERO)));

        @Override
        public All read(Row row) throws SQLException {
            return new All(names.of(row), others.of(row), events.of(row), rollups.of(row));
        }
    }

    private static final AllColumns ALL_COLUMNS = new AllColumns();

    static final Query<None, All> ALL =
            Query.of(ALL_COLUMNS, p -> select(ALL_COLUMNS.fields()).from(EVENT_NAMES));

    /** Lets a name have rollups of its own. */
    static final Command<String> ADMIT =
            Command.of(p -> insertInto(EVENT_NAMES, EVENT_NAMES.NAME, EVENT_NAMES.EVENTS, EVENT_NAMES.ROLLUPS)
                    .values(p.text(name -> name), inline(0L), inline(0L))
                    .onConflictDoNothing());

    /** Events and rollups that a name has more. */
    record More(String name, long events, long rollups) {}

    static final Command<More> COUNT = Command.of(p -> update(EVENT_NAMES)
            .set(EVENT_NAMES.EVENTS, EVENT_NAMES.EVENTS.plus(p.number(More::events)))
            .set(EVENT_NAMES.ROLLUPS, EVENT_NAMES.ROLLUPS.plus(p.number(More::rollups)))
            .where(EVENT_NAMES.NAME.eq(p.text(More::name))));

    /** Whether a name has rollups of its own. */
    static final Query<String, Boolean> IS_ROLLED_UP = Query.of(
            Columns.ofTruth(),
            p -> DSL.select(
                    DSL.field(exists(selectOne().from(EVENT_NAMES).where(EVENT_NAMES.NAME.eq(p.text(name -> name)))))));

    /** A property of a name, and how many values it has rollups of. */
    record ValuesOf(String name, String property, int values) {}

    private static final class ValuesColumns extends Columns<ValuesOf> {
        private final Of<String> name = text(EVENT_VALUES.NAME);
        private final Of<String> property = text(EVENT_VALUES.PROPERTY);
        private final OfInt values = integer(count());

        @Override
        public ValuesOf read(Row row) throws SQLException {
            return new ValuesOf(name.of(row), property.of(row), values.of(row));
        }
    }

    private static final ValuesColumns VALUES_COLUMNS = new ValuesColumns();

    static final Query<Collection<String>, ValuesOf> VALUES = Query.of(
            VALUES_COLUMNS,
            p -> select(VALUES_COLUMNS.fields())
                    .from(EVENT_VALUES)
                    .where(EVENT_VALUES.NAME.eq(any(names(p))))
                    .groupBy(EVENT_VALUES.NAME, EVENT_VALUES.PROPERTY));

    /**
     * A bound of the names that have rollups of their own.
     *
     * @param most how many of those beyond are wanted at once
     */
    record Bound(int stay, int most) {}

    /** A name beyond the bound, and its rollups of properties. */
    record Beyond(String name, long rollups) {}

    private static final class BeyondColumns extends Columns<Beyond> {
        private final Of<String> name = text(EVENT_NAMES.NAME);
        private final OfLong rollups = number(EVENT_NAMES.ROLLUPS);

        @Override
        public Beyond read(Row row) throws SQLException {
            return new Beyond(name.of(row), rollups.of(row));
        }
    }

    private static final BeyondColumns BEYOND_COLUMNS = new BeyondColumns();

    static final Query<Bound, Beyond> BEYOND = Query.of(
            BEYOND_COLUMNS,
            p -> select(BEYOND_COLUMNS.fields())
                    .from(EVENT_NAMES)
                    .where(EVENT_NAMES.NAME.ne(inline(RolledUpNames.OTHERS)))
                    .orderBy(EVENT_NAMES.NUMBER)
                    .offset(p.number(Bound::stay))
                    .limit(p.number(Bound::most)));

    /** Columns of a rollup of an hour. */
    static final class HourColumns extends Columns<Row> {
        final Of<String> property = text(EVENT_ROLLUPS.PROPERTY);
        final Of<Instant> start = time(EVENT_ROLLUPS.START);
        final Of<String> value = text(EVENT_ROLLUPS.VALUE);
        final OfLong count = number(EVENT_ROLLUPS.COUNT);

        @Override
        public Row read(Row row) {
            return row;
        }
    }

    static final HourColumns HOUR = new HourColumns();

    /** The rollups of hours of these names. */
    static final Query<Collection<String>, Row> HOURS = Query.of(
            HOUR,
            p -> select(HOUR.fields())
                    .from(EVENT_ROLLUPS)
                    .where(EVENT_ROLLUPS.NAME.eq(any(names(p))))
                    .and(EVENT_ROLLUPS.SPAN.eq(inline(Span.HOUR.code()))));

    static final Command<Collection<String>> FORGET_NAMES =
            Command.of(p -> deleteFrom(EVENT_NAMES).where(EVENT_NAMES.NAME.eq(any(names(p)))));

    static final Command<Collection<String>> FORGET_ROLLUPS =
            Command.of(p -> deleteFrom(EVENT_ROLLUPS).where(EVENT_ROLLUPS.NAME.eq(any(names(p)))));

    static final Command<Collection<String>> FORGET_VALUES =
            Command.of(p -> deleteFrom(EVENT_VALUES).where(EVENT_VALUES.NAME.eq(any(names(p)))));

    /** Columns of a name and how many events it has. */
    public static final class TotalColumns extends Columns<Row> {
        public final Of<String> name = text("name");
        public final OfLong events = number("events");

        @Override
        public Row read(Row row) {
            return row;
        }
    }

    public static final TotalColumns TOTAL = new TotalColumns();

    /** The first names, so many as this, and the empty name for all others. */
    public static final Query<Integer, Row> TOTALS = Query.of(TOTAL, NameStatements::totals);

    private NameStatements() {}

    private static Param<String[]> names(Parameters<Collection<String>> p) {
        return p.texts(names -> names.toArray(new String[0]));
    }

    private static ResultQuery<?> known(Parameters<Collection<String>> p) {
        // Among those that are there: the numbers of names that have gone are not given again.
        Field<Integer> place = rowNumber().over().orderBy(EVENT_NAMES.NUMBER).as("place");
        var placed = select(EVENT_NAMES.NAME, place, EVENT_NAMES.EVENTS, EVENT_NAMES.ROLLUPS)
                .from(EVENT_NAMES)
                .asTable("placed");
        return select(placed.fields())
                .from(placed)
                .where(requireNonNull(placed.field(EVENT_NAMES.NAME)).eq(any(names(p))));
    }

    private static ResultQuery<?> totals(Parameters<Integer> p) {
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
                                unnest(EVENT_DELTAS.NAMES, SQLDataType.CLOB),
                                unnest(EVENT_DELTAS.COUNTS, SQLDataType.BIGINT),
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
        Field<String> shownName = case_().when(
                        requireNonNull(placed.field(place)).le(p.integer(most -> most)),
                        requireNonNull(placed.field(rollups.NAME)))
                .otherwise(inline(RolledUpNames.OTHERS))
                .as("name");
        var shown = select(shownName, requireNonNull(placed.field(total)))
                .from(placed)
                .asTable("shown");
        return select(shown.field(shownName), sum(requireNonNull(shown.field(total))))
                .from(shown)
                .groupBy(shown.field(shownName));
    }
}
