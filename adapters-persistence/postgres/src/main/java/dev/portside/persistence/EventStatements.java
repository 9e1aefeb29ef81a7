package dev.portside.persistence;

import static dev.portside.persistence.schema.Tables.EVENTS;
import static dev.portside.persistence.schema.Tables.EVENT_DELTAS;
import static dev.portside.persistence.schema.Tables.EVENT_IDS;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.with;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.impl.SQLDataType;

/** How events are written and listed. Comments list the parameters in their order. */
final class EventStatements {

    /** How a list is asked for; each shape is a statement of its own. */
    record ListShape(boolean name, boolean person, boolean window, boolean after, int limit) {}

    /** ids, names, persons, times, properties; returns the ids of those that were known, which are few as a rule */
    static final Sql RECORD = Sql.of(record());

    /**
     * For the rest of a transaction: no waiting for others for longer than writing takes even on a slow machine, for a transaction
     * may hold an event's id for minutes.
     */
    static final Sql BRISK = Sql.of(
            select(function(name("set_config"), SQLDataType.CLOB, inline("lock_timeout"), inline("1s"), inline(true))));

    /** property; names, hours, values, counts and sketches of what is added; names of which not all is kept */
    static final Sql ADD_DELTAS = Sql.of(addDeltas());

    private static final Map<ListShape, Sql> LISTS = new ConcurrentHashMap<>();

    private EventStatements() {}

    /** name, person, from, to, time and id of the cursor: those that the shape has */
    static Sql list(ListShape shape) {
        return LISTS.computeIfAbsent(shape, EventStatements::render);
    }

    private static Query record() {
        Field<UUID> id = elements("ids").cast(SQLDataType.UUID).as("id");
        Field<String> eventName = elements("names").as("name");
        Field<String> person = elements("persons").as("person");
        Field<OffsetDateTime> at =
                elements("times").cast(EVENTS.AT.getDataType()).as("at");
        Field<JSON> properties = elements("properties").cast(SQLDataType.JSON).as("properties");
        CommonTableExpression<?> given = name("given").as(select(id, eventName, person, at, properties));
        // In the order of the ids, so that calls wait for each other in one direction only, and never in a circle.
        CommonTableExpression<?> fresh = name("fresh")
                .as(insertInto(EVENT_IDS, EVENT_IDS.ID)
                        .select(select(given.field(id)).from(given).orderBy(given.field(id)))
                        .onConflictDoNothing()
                        .returning(EVENT_IDS.ID));
        Field<UUID> freshId = requireNonNull(fresh.field(EVENT_IDS.ID));
        CommonTableExpression<?> stored = name("stored")
                .as(insertInto(EVENTS, EVENTS.ID, EVENTS.NAME, EVENTS.PERSON, EVENTS.AT, EVENTS.PROPERTIES)
                        .select(select(
                                        given.field(id),
                                        given.field(eventName),
                                        given.field(person),
                                        given.field(at),
                                        given.field(properties))
                                .from(given)
                                .join(fresh)
                                .on(requireNonNull(given.field(id)).eq(freshId)))
                        .returning(EVENTS.ID));
        return with(given)
                .with(fresh)
                .with(stored)
                .select(given.field(id))
                .from(given)
                .where(notExists(selectOne().from(fresh).where(freshId.eq(given.field(id)))));
    }

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
                        text("property"),
                        param("names", EVENT_DELTAS.NAMES.getDataType()),
                        param("hours", EVENT_DELTAS.HOURS.getDataType()),
                        param("values", EVENT_DELTAS.VALUES.getDataType()),
                        param("counts", EVENT_DELTAS.COUNTS.getDataType()),
                        param("sketches", EVENT_DELTAS.SKETCHES.getDataType()),
                        param("notKept", EVENT_DELTAS.NOT_KEPT.getDataType()));
    }

    private static Sql render(ListShape shape) {
        Condition where = noCondition();
        if (shape.name()) {
            where = where.and(EVENTS.NAME.eq(text("name")));
        }
        if (shape.person()) {
            where = where.and(EVENTS.PERSON.eq(text("person")));
        }
        if (shape.window()) {
            where = where.and(EVENTS.AT.ge(time("from"))).and(EVENTS.AT.lt(time("to")));
        }
        if (shape.after()) {
            // The first condition follows from the second; by it months are left out that are not asked for.
            where = where.and(EVENTS.AT.le(time("upto")))
                    .and(row(EVENTS.AT, EVENTS.ID).lt(row(time("at"), param("id", SQLDataType.UUID))));
        }
        return Sql.of(select(EventRow.COLUMNS)
                .from(EVENTS)
                .where(where)
                .orderBy(EVENTS.AT.desc(), EVENTS.ID.desc())
                .limit(inline(shape.limit() + 1)));
    }

    static Field<String> elements(String parameter) {
        return elements(parameter, SQLDataType.CLOB);
    }

    static <T> Field<T> elements(String parameter, DataType<T> type) {
        return elements(param(parameter, type.array()), type);
    }

    /** Those of several arrays go together as long as these are equally long. */
    static <T> Field<T> elements(Field<T[]> array, DataType<T> type) {
        return function(name("unnest"), type, array);
    }

    static Param<String> text(String parameter) {
        return param(parameter, SQLDataType.CLOB);
    }

    static Param<OffsetDateTime> time(String parameter) {
        return param(parameter, EVENTS.AT.getDataType());
    }
}
