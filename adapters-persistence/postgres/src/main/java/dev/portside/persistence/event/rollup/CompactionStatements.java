package dev.portside.persistence.event.rollup;

import static dev.portside.persistence.schema.Tables.EVENT_DELTAS;
import static dev.portside.persistence.schema.Tables.EVENT_ROLLUPS;
import static dev.portside.persistence.schema.Tables.EVENT_VALUES;
import static dev.portside.persistence.schema.Tables.EVENT_WIDE_PROPERTIES;
import static dev.portside.persistence.statement.Parameters.unnest;
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
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.with;

import dev.portside.persistence.event.rollup.HighCardinalityProperties.Property;
import dev.portside.persistence.statement.Action;
import dev.portside.persistence.statement.AdvisoryLocks;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Command;
import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Parameters.None;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import org.jooq.CommonTableExpression;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The statements that make rollups of deltas. */
public final class CompactionStatements {

    /** At least, while there are so many: those that stand in one row are taken together. */
    public static final int DELTAS_PER_STEP = 20_000;

    /** Of a property of an event. Beyond, a chart has nothing to say, and rollups would become as many as events. */
    static final int MAX_VALUES = 200;

    /** Returns whether no other transaction compacts, and keeps others out until the end of this one. */
    static final Query<None, Boolean> TRY_TO_ENTER = Query.of(
            Columns.ofTruth(),
            p -> select(AdvisoryLocks.call("pg_try_advisory_xact_lock", SQLDataType.BOOLEAN, AdvisoryLocks.ROLLUPS)));

    public static final Action<None> ENTER = Action.of(
            p -> select(AdvisoryLocks.call("pg_advisory_xact_lock", SQLDataType.OTHER, AdvisoryLocks.ROLLUPS)));

    private static final class WideColumns extends Columns<Property> {
        private final Of<String> name = text(EVENT_WIDE_PROPERTIES.NAME);
        private final Of<String> property = text(EVENT_WIDE_PROPERTIES.PROPERTY);

        @Override
        public Property read(Row row) throws SQLException {
            return new Property(name.of(row), property.of(row));
        }
    }

    private static final WideColumns WIDE_COLUMNS = new WideColumns();

    /** The properties without rollups. */
    static final Query<None, Property> WIDE =
            Query.of(WIDE_COLUMNS, p -> select(WIDE_COLUMNS.fields()).from(EVENT_WIDE_PROPERTIES));

    /** Columns of a delta; of one that is not kept, there is no value, and nothing behind it. */
    static final class DeltaColumns extends Columns<Row> {
        final Of<String> name = text("name");
        final Of<String> property = text("property");
        final OfInt hour = integer("hour");
        final Of<String> value = text("value");
        final OfLong count = number("count");
        final Of<byte[]> sketch = bytes("sketch");

        @Override
        public Row read(Row row) {
            return row;
        }
    }

    static final DeltaColumns DELTA = new DeltaColumns();

    /** Takes the oldest deltas, and after them those that are not kept. */
    static final Query<None, Row> TAKE = Query.of(DELTA, p -> take());

    /** Values of properties, as columns. */
    @SuppressWarnings("ArrayRecordComponent") // for the driver, and never compared
    record Values(String[] names, String[] properties, String[] values) {}

    /** Notes values that there are rollups of. */
    static final Command<Values> KNOW =
            Command.of(p -> insertInto(EVENT_VALUES, EVENT_VALUES.NAME, EVENT_VALUES.PROPERTY, EVENT_VALUES.VALUE)
                    .select(select(
                            unnest(p.texts(Values::names)),
                            unnest(p.texts(Values::properties)),
                            unnest(p.texts(Values::values))))
                    .onConflictDoNothing());

    private static final class ManyColumns extends Columns<Property> {
        private final Of<String> name = text(EVENT_VALUES.NAME);
        private final Of<String> property = text(EVENT_VALUES.PROPERTY);

        @Override
        public Property read(Row row) throws SQLException {
            return new Property(name.of(row), property.of(row));
        }
    }

    private static final ManyColumns MANY_COLUMNS = new ManyColumns();

    /** The properties of these names that have too many values. */
    static final Query<Collection<String>, Property> TOO_MANY = Query.of(
            MANY_COLUMNS,
            p -> select(MANY_COLUMNS.fields())
                    .from(EVENT_VALUES)
                    .where(EVENT_VALUES.NAME.eq(any(p.texts(names -> names.toArray(new String[0])))))
                    .groupBy(EVENT_VALUES.NAME, EVENT_VALUES.PROPERTY)
                    .having(count().gt(inline(MAX_VALUES))));

    /** Notes a property without rollups. */
    static final Command<Property> WIDEN = Command.of(
            p -> insertInto(EVENT_WIDE_PROPERTIES, EVENT_WIDE_PROPERTIES.NAME, EVENT_WIDE_PROPERTIES.PROPERTY)
                    .values(p.text(Property::name), p.text(Property::property))
                    .onConflictDoNothing());

    /** Removes the rollups of a property; of all properties for {@link EventDeltas#NO_PROPERTY}. */
    static final Command<Property> FORGET_ROLLUPS = Command.of(p -> deleteFrom(EVENT_ROLLUPS)
            .where(EVENT_ROLLUPS.NAME.eq(p.text(Property::name)))
            .and(EVENT_ROLLUPS.PROPERTY.notIn(inline(EventDeltas.NO_PROPERTY), inline(EventDeltas.LEFT_OUT)))
            .and(p.text(Property::property).in(inline(EventDeltas.NO_PROPERTY), EVENT_ROLLUPS.PROPERTY)));

    /** Removes the known values of a property; of all properties for {@link EventDeltas#NO_PROPERTY}. */
    static final Command<Property> FORGET_VALUES = Command.of(p -> deleteFrom(EVENT_VALUES)
            .where(EVENT_VALUES.NAME.eq(p.text(Property::name)))
            .and(p.text(Property::property).in(inline(EventDeltas.NO_PROPERTY), EVENT_VALUES.PROPERTY)));

    /** Keys of rollups, as columns. */
    @SuppressWarnings("ArrayRecordComponent") // for the driver, and never compared
    record Keys(String[] names, String[] properties, Short[] spans, String[] starts, String[] values) {}

    /** Columns of a rollup's key and its sketch. */
    static final class SketchColumns extends Columns<Row> {
        final Of<String> name = text(EVENT_ROLLUPS.NAME);
        final Of<String> property = text(EVENT_ROLLUPS.PROPERTY);
        final OfInt span = integer(EVENT_ROLLUPS.SPAN);
        final Of<Instant> start = time(EVENT_ROLLUPS.START);
        final Of<String> value = text(EVENT_ROLLUPS.VALUE);
        final Of<byte[]> sketch = bytes(EVENT_ROLLUPS.SKETCH);

        @Override
        public Row read(Row row) {
            return row;
        }
    }

    static final SketchColumns SKETCH = new SketchColumns();

    static final Query<Keys, Row> SKETCHES = Query.of(SKETCH, CompactionStatements::sketches);

    /** Rollups, as columns. */
    @SuppressWarnings("ArrayRecordComponent") // for the driver, and never compared
    record Rollups(Keys keys, Long[] counts, Long[] people, Boolean[] exact, byte[] @Nullable [] sketches) {}

    static final Command<Rollups> ADD = Command.of(CompactionStatements::add);

    /** The deltas of a property, as columns, and the names of which not all values are kept. */
    @SuppressWarnings("ArrayRecordComponent") // for the driver, and never compared
    record Deltas(
            String property,
            String[] names,
            Integer[] hours,
            String[] values,
            Long[] counts,
            byte[] @Nullable [] sketches,
            String[] notKept) {}

    static final Command<Deltas> ADD_DELTAS = Command.of(CompactionStatements::addDeltas);

    private CompactionStatements() {}

    private static org.jooq.Query addDeltas(Parameters<Deltas> p) {
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
                        p.text(Deltas::property),
                        p.object(EVENT_DELTAS.NAMES.getDataType(), Deltas::names),
                        p.object(EVENT_DELTAS.HOURS.getDataType(), Deltas::hours),
                        p.object(EVENT_DELTAS.VALUES.getDataType(), Deltas::values),
                        p.object(EVENT_DELTAS.COUNTS.getDataType(), Deltas::counts),
                        p.object(EVENT_DELTAS.SKETCHES.getDataType(), Deltas::sketches),
                        p.object(EVENT_DELTAS.NOT_KEPT.getDataType(), Deltas::notKept));
    }

    private static ResultQuery<?> take() {
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
        return unnest(requireNonNull(taken.field(array)), type);
    }

    private static ResultQuery<?> sketches(Parameters<Keys> p) {
        Table<?> keys = select(
                        unnest(p.texts(Keys::names)).as("name"),
                        unnest(p.texts(Keys::properties)).as("property"),
                        unnest(p.object(SQLDataType.SMALLINT.array(), Keys::spans), SQLDataType.SMALLINT)
                                .as("span"),
                        unnest(p.texts(Keys::starts))
                                .cast(EVENT_ROLLUPS.START.getDataType())
                                .as("start"),
                        unnest(p.texts(Keys::values)).as("value"))
                .asTable("keys");
        return select(SKETCH.fields())
                .from(keys)
                .join(EVENT_ROLLUPS)
                .on(EVENT_ROLLUPS.NAME.eq(keys.field("name", String.class)))
                .and(EVENT_ROLLUPS.PROPERTY.eq(keys.field("property", String.class)))
                .and(EVENT_ROLLUPS.SPAN.eq(keys.field("span", Short.class)))
                .and(EVENT_ROLLUPS.START.eq(keys.field("start", OffsetDateTime.class)))
                .and(EVENT_ROLLUPS.VALUE.eq(keys.field("value", String.class)));
    }

    private static org.jooq.Query add(Parameters<Rollups> p) {
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
                        unnest(p.texts(rollups -> rollups.keys().names())),
                        unnest(p.texts(rollups -> rollups.keys().properties())),
                        unnest(
                                p.object(
                                        SQLDataType.SMALLINT.array(),
                                        rollups -> rollups.keys().spans()),
                                SQLDataType.SMALLINT),
                        unnest(p.texts(rollups -> rollups.keys().starts())).cast(EVENT_ROLLUPS.START.getDataType()),
                        unnest(p.texts(rollups -> rollups.keys().values())),
                        unnest(p.numbers(Rollups::counts), SQLDataType.BIGINT),
                        unnest(p.numbers(Rollups::people), SQLDataType.BIGINT),
                        unnest(p.object(SQLDataType.BOOLEAN.array(), Rollups::exact), SQLDataType.BOOLEAN),
                        unnest(p.object(SQLDataType.BLOB.array(), Rollups::sketches), SQLDataType.BLOB)))
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
