package dev.portside.persistence.event.query;

import static dev.portside.persistence.schema.Tables.EVENTS;
import static dev.portside.persistence.schema.Tables.EVENT_DELTAS;
import static dev.portside.persistence.schema.Tables.EVENT_NAMES;
import static dev.portside.persistence.schema.Tables.EVENT_ROLLUPS;
import static dev.portside.persistence.statement.Parameters.unnest;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.arrayGet;
import static org.jooq.impl.DSL.case_;
import static org.jooq.impl.DSL.collation;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;

import dev.portside.persistence.event.rollup.EventDeltas;
import dev.portside.persistence.event.rollup.Span;
import dev.portside.persistence.statement.Parameters;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Sources of counts: rollups, deltas that are still to be added to them, and single events, at the edges of windows and
 * where there are no rollups. Each is written for one statement.
 */
final class CountSources {

    /** Which names the events have that are counted. */
    enum Names {
        /** The given ones. */
        GIVEN,
        /** All, of which those that have no rollups of their own share some. */
        ALL
    }

    static final String BUCKET = "bucket";
    static final String VALUE = "value";
    static final String PERSON = "person";
    static final String COUNT = "count";
    static final String MERGED = "merged";
    static final String SKETCH = "sketch";

    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);
    private static final String NAME = "name";
    private static final String HOUR = "hour";
    private static final String MEMBER = "member";

    private final Parameters<CountParameters> p;
    private final Names names;

    CountSources(Parameters<CountParameters> p, Names names) {
        this.p = p;
        this.names = names;
    }

    /** Returns the condition that there are rollups by the property of this name. */
    private Condition rolled(Field<String> name) {
        return switch (names) {
            case GIVEN -> name.eq(any(p.texts(CountParameters::names)));
            case ALL -> not(wide(name));
        };
    }

    /** Returns the condition that there are none, so that events are counted one by one. */
    private Condition wide(Field<String> name) {
        Condition given = name.eq(any(p.texts(CountParameters::wide)));
        return switch (names) {
            case GIVEN -> given;
            case ALL ->
                given.or(condition(p.truth(CountParameters::areOthersWide))
                        .and(name.notIn(select(EVENT_NAMES.NAME).from(EVENT_NAMES))));
        };
    }

    /** Rollups of whole pieces: rows of bucket, value, count, people, exact, sketch, and whether the sketch is wanted. */
    Table<?> rollups() {
        Table<?> pieces = select(
                        unnest(
                                        p.object(SQLDataType.INTEGER.array(), CountParameters::rolledBuckets),
                                        SQLDataType.INTEGER)
                                .as(BUCKET),
                        unnest(
                                        p.object(SQLDataType.SMALLINT.array(), CountParameters::rolledSpans),
                                        SQLDataType.SMALLINT)
                                .as("span"),
                        unnest(
                                        p.object(SQLDataType.BOOLEAN.array(), CountParameters::rolledMerged),
                                        SQLDataType.BOOLEAN)
                                .as(MERGED),
                        times(p.texts(CountParameters::rolledFroms)).as("from"),
                        times(p.texts(CountParameters::rolledTos)).as("to"))
                .asTable("pieces");
        return select(
                        pieces.field(BUCKET),
                        pieces.field(MERGED),
                        inC(EVENT_ROLLUPS.VALUE).as(VALUE),
                        EVENT_ROLLUPS.COUNT,
                        EVENT_ROLLUPS.PEOPLE,
                        EVENT_ROLLUPS.EXACT,
                        EVENT_ROLLUPS.SKETCH)
                .from(pieces)
                .join(EVENT_ROLLUPS)
                .on(EVENT_ROLLUPS.NAME.eq(any(p.texts(CountParameters::names))))
                .and(EVENT_ROLLUPS.PROPERTY.eq(p.text(CountParameters::property)))
                .and(EVENT_ROLLUPS.SPAN.eq(pieces.field("span", Short.class)))
                .and(EVENT_ROLLUPS.START.ge(pieces.field("from", OffsetDateTime.class)))
                .and(EVENT_ROLLUPS.START.lt(pieces.field("to", OffsetDateTime.class)))
                .asTable("rollups");
    }

    /** Returns what is still to be added to the rollups of whole pieces: rows of bucket, value, count, sketch. */
    Table<?> deltas() {
        Table<?> all = select(
                        unnest(EVENT_DELTAS.NAMES, SQLDataType.CLOB).as(NAME),
                        unnest(EVENT_DELTAS.HOURS, SQLDataType.INTEGER).as(HOUR),
                        unnest(EVENT_DELTAS.VALUES, SQLDataType.CLOB).as(VALUE),
                        unnest(EVENT_DELTAS.COUNTS, SQLDataType.BIGINT).as(COUNT),
                        unnest(EVENT_DELTAS.SKETCHES, SQLDataType.BLOB).as(SKETCH))
                .from(EVENT_DELTAS)
                .where(EVENT_DELTAS.PROPERTY.eq(p.text(CountParameters::property)))
                .asTable("all_deltas");
        Table<?> placed = select(
                        place(requireNonNull(all.field(HOUR, Integer.class))).as("place"),
                        all.field(HOUR),
                        inC(requireNonNull(all.field(VALUE, String.class))).as(VALUE),
                        all.field(COUNT),
                        all.field(SKETCH))
                .from(all)
                .where(rolled(requireNonNull(all.field(NAME, String.class))))
                .asTable("placed");
        return select(bucket(placed).as(BUCKET), placed.field(VALUE), placed.field(COUNT), placed.field(SKETCH))
                .from(placed)
                .where(isInPlace(placed))
                .asTable("deltas");
    }

    /**
     * The number of the last piece that starts no later than this hour. It is looked for, because pieces are in order: to compare
     * each row with each piece would be thousands of times as much.
     */
    private Field<Integer> place(Field<Integer> hour) {
        return function(
                name("width_bucket"),
                SQLDataType.INTEGER,
                hour,
                p.object(SQLDataType.INTEGER.array(), CountParameters::rolledFirstHours));
    }

    private Field<Integer> bucket(Table<?> placed) {
        return arrayGet(
                p.object(SQLDataType.INTEGER.array(), CountParameters::rolledBuckets),
                requireNonNull(placed.field("place", Integer.class)));
    }

    private Condition isInPlace(Table<?> placed) {
        return requireNonNull(placed.field(HOUR, Integer.class))
                .lt(arrayGet(
                        p.object(SQLDataType.INTEGER.array(), CountParameters::rolledEndHours),
                        requireNonNull(placed.field("place", Integer.class))));
    }

    /** Events at the edges: rows of bucket, person. */
    Table<?> edges() {
        Table<?> pieces = edgePieces();
        Table<?> found = lateral(select(EVENTS.PERSON)
                .from(EVENTS)
                .where(isIn(pieces))
                .and(EVENTS.NAME.eq(any(p.texts(CountParameters::names))))
                .asTable("found"));
        return select(pieces.field(BUCKET), found.field(EVENTS.PERSON))
                .from(pieces.crossJoin(found))
                .asTable("edges");
    }

    /** The same by a property: rows of bucket, value, person. */
    Table<?> edgesByValue() {
        Table<?> pieces = edgePieces();
        Table<?> found = lateral(select(member().as(MEMBER), EVENTS.PERSON)
                .from(EVENTS)
                .where(isIn(pieces))
                .and(rolled(EVENTS.NAME))
                .asTable("found"));
        return valued(select(pieces.field(BUCKET), found.field(MEMBER), found.field(EVENTS.PERSON))
                .from(pieces.crossJoin(found))
                .offset(inline(0)));
    }

    private Table<?> edgePieces() {
        return select(
                        unnest(p.object(SQLDataType.INTEGER.array(), CountParameters::edgeBuckets), SQLDataType.INTEGER)
                                .as(BUCKET),
                        times(p.texts(CountParameters::edgeFroms)).as("from"),
                        times(p.texts(CountParameters::edgeTos)).as("to"))
                .asTable("pieces");
    }

    private static Condition isIn(Table<?> pieces) {
        return EVENTS.AT
                .ge(pieces.field("from", OffsetDateTime.class))
                .and(EVENTS.AT.lt(pieces.field("to", OffsetDateTime.class)));
    }

    /**
     * Events in whole pieces that were left out of the rollups of properties: rows of bucket, value, person. They are looked for one
     * by one, where their marks say that they are.
     */
    Table<?> leftOut() {
        Table<?> marks = select(
                        DSL.field("extract(epoch from {0})", SQLDataType.NUMERIC, EVENT_ROLLUPS.START)
                                .div(inline(SECONDS_PER_HOUR))
                                .cast(SQLDataType.INTEGER)
                                .as(HOUR),
                        EVENT_ROLLUPS.VALUE)
                .from(EVENT_ROLLUPS)
                .where(EVENT_ROLLUPS.NAME.eq(any(p.texts(CountParameters::names))))
                .and(EVENT_ROLLUPS.PROPERTY.eq(inline(EventDeltas.LEFT_OUT)))
                .and(EVENT_ROLLUPS.SPAN.eq(inline(Span.HOUR.code())))
                .and(EVENT_ROLLUPS.START.ge(p.time(CountParameters::from)))
                .and(EVENT_ROLLUPS.START.lt(p.time(CountParameters::to)))
                .unionAll(marksOfDeltas())
                .asTable("marks");
        Field<String> mark = requireNonNull(marks.field(EVENT_ROLLUPS.VALUE));
        Table<?> placed = select(
                        place(requireNonNull(marks.field(HOUR, Integer.class))).as("place"),
                        marks.field(HOUR),
                        part(mark, 1).cast(SQLDataType.UUID).as("id"),
                        part(mark, 2).cast(EVENTS.AT.getDataType()).as("at"))
                .from(marks)
                .asTable("placed");
        Table<?> found = lateral(select(member().as(MEMBER), EVENTS.PERSON)
                .from(EVENTS)
                .where(EVENTS.AT.eq(placed.field("at", OffsetDateTime.class)))
                .and(EVENTS.ID.eq(placed.field("id", UUID.class)))
                .asTable("found"));
        return valued(select(bucket(placed).as(BUCKET), found.field(MEMBER), found.field(EVENTS.PERSON))
                .from(placed.crossJoin(found))
                .where(isInPlace(placed))
                .offset(inline(0)));
    }

    private Select<Record2<Integer, String>> marksOfDeltas() {
        Table<?> deltas = select(
                        unnest(EVENT_DELTAS.NAMES, SQLDataType.CLOB).as(NAME),
                        unnest(EVENT_DELTAS.HOURS, SQLDataType.INTEGER).as(HOUR),
                        unnest(EVENT_DELTAS.VALUES, SQLDataType.CLOB).as(VALUE))
                .from(EVENT_DELTAS)
                .where(EVENT_DELTAS.PROPERTY.eq(inline(EventDeltas.LEFT_OUT)))
                .asTable("deltas");
        return select(
                        requireNonNull(deltas.field(HOUR, Integer.class)),
                        requireNonNull(deltas.field(VALUE, String.class)))
                .from(deltas)
                .where(rolled(requireNonNull(deltas.field(NAME, String.class))));
    }

    private static Field<String> part(Field<String> mark, int part) {
        return function(
                name("split_part"), SQLDataType.CLOB, mark, inline(EventDeltas.LEFT_OUT_SEPARATOR), inline(part));
    }

    /** All events of those names of which there are no rollups by the property: rows of bucket, value, person. */
    Table<?> unrolled() {
        return valued(select(
                        function(
                                        name("width_bucket"),
                                        SQLDataType.INTEGER,
                                        EVENTS.AT,
                                        // In a query of its own, which is run once: reading the times again for each
                                        // row
                                        // took most of the time.
                                        DSL.field(select(p.texts(CountParameters::borders)
                                                .cast(EVENTS.AT.getDataType().array()))))
                                .minus(inline(1))
                                .as(BUCKET),
                        member().as(MEMBER),
                        EVENTS.PERSON)
                .from(EVENTS)
                .where(wide(EVENTS.NAME))
                .and(EVENTS.AT.ge(p.time(CountParameters::from)))
                .and(EVENTS.AT.lt(p.time(CountParameters::to)))
                .offset(inline(0)));
    }

    /** Every value in the whole window with how often it was found there, in several rows. */
    Select<Record2<String, Long>> found() {
        return counts(rollups())
                .unionAll(counts(deltas()))
                .unionAll(ones(edgesByValue()))
                .unionAll(ones(leftOut()))
                .unionAll(ones(unrolled()));
    }

    private static Select<Record2<String, Long>> counts(Table<?> source) {
        return select(
                        requireNonNull(source.field(VALUE, String.class)),
                        requireNonNull(source.field(COUNT, Long.class)))
                .from(source);
    }

    private static Select<Record2<String, Long>> ones(Table<?> source) {
        return select(
                        requireNonNull(source.field(VALUE, String.class)),
                        inline(1L).as(COUNT))
                .from(source);
    }

    private Field<JSON> member() {
        return DSL.jsonGetAttribute(EVENTS.PROPERTIES, p.text(CountParameters::property));
    }

    /**
     * Those that have a value, as {@link dev.portside.domain.event.NewEvent#values} has it. What kind of member it is shows in
     * its first character. Neither query is merged into the one around it, so that each event's properties are read once and its
     * value is worked out once, which is half of the time.
     */
    private static Table<?> valued(Select<?> rows) {
        Table<?> members = rows.asTable("members");
        Field<JSON> member = requireNonNull(members.field(MEMBER, JSON.class));
        Field<String> text = member.cast(SQLDataType.CLOB);
        Field<String> unquoted = DSL.field("{0} #>> '{}'", SQLDataType.CLOB, member);
        Field<String> value = case_(DSL.left(text, inline(1)))
                .when(inline("\""), unquoted)
                .when(inline("t"), text)
                .when(inline("f"), text)
                .when(inline("n"), DSL.castNull(SQLDataType.CLOB))
                .when(inline("{"), DSL.castNull(SQLDataType.CLOB))
                .when(inline("["), DSL.castNull(SQLDataType.CLOB))
                .otherwise(function(name("event_number"), SQLDataType.CLOB, text));
        Table<?> all = select(members.field(BUCKET), inC(value).as(VALUE), members.field(EVENTS.PERSON))
                .from(members)
                .offset(inline(0))
                .asTable("all_values");
        return select(all.fields())
                .from(all)
                .where(requireNonNull(all.field(VALUE)).isNotNull())
                .asTable("valued");
    }

    /** By code points, whatever the source; texts of different orders cannot be counted together. */
    private static Field<String> inC(Field<String> text) {
        return text.collate(collation("C"));
    }

    private static Field<OffsetDateTime> times(Field<String[]> texts) {
        return unnest(texts).cast(EVENTS.AT.getDataType());
    }
}
