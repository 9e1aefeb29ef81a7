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
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.with;

import dev.portside.persistence.schema.tables.EventRollups;
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

    /** ids, names, persons, times, properties; returns the ids of those that were not known */
    static final Sql RECORD = Sql.of(record());

    /** names, properties, hours, values, counts, sketches */
    static final Sql ADD_DELTAS = Sql.of(addDeltas());

    /** The number of events of each name. */
    static final Sql TOTALS = Sql.of(totals());

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
        return with(given)
                .with(fresh)
                .insertInto(EVENTS, EVENTS.ID, EVENTS.NAME, EVENTS.PERSON, EVENTS.AT, EVENTS.PROPERTIES)
                .select(select(
                                given.field(id),
                                given.field(eventName),
                                given.field(person),
                                given.field(at),
                                given.field(properties))
                        .from(given)
                        .join(fresh)
                        .on(requireNonNull(given.field(id)).eq(freshId)))
                .returning(EVENTS.ID);
    }

    private static Query addDeltas() {
        return insertInto(
                        EVENT_DELTAS,
                        EVENT_DELTAS.NAME,
                        EVENT_DELTAS.PROPERTY,
                        EVENT_DELTAS.HOUR,
                        EVENT_DELTAS.VALUE,
                        EVENT_DELTAS.COUNT,
                        EVENT_DELTAS.SKETCH)
                .select(select(
                        elements("names"),
                        elements("properties"),
                        elements("hours").cast(EVENT_DELTAS.HOUR.getDataType()),
                        elements("values"),
                        elements("counts", SQLDataType.BIGINT),
                        elements("sketches", SQLDataType.BLOB)));
    }

    private static Query totals() {
        EventRollups rollups = EventRollups.EVENT_ROLLUPS;
        var counts = select(rollups.NAME, rollups.COUNT)
                .from(rollups)
                .where(rollups.PROPERTY.eq(inline("")))
                .and(rollups.SPAN.eq(inline(Span.DAY.code())))
                .unionAll(select(EVENT_DELTAS.NAME, EVENT_DELTAS.COUNT)
                        .from(EVENT_DELTAS)
                        .where(EVENT_DELTAS.PROPERTY.eq(inline("")))
                        .and(EVENT_DELTAS.VALUE.isNotNull()))
                .asTable("counts");
        Field<String> eventName = requireNonNull(counts.field(rollups.NAME));
        return select(eventName, sum(requireNonNull(counts.field(rollups.COUNT))))
                .from(counts)
                .groupBy(eventName);
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
        return function(name("unnest"), type, param(parameter, type.array()));
    }

    static Param<String> text(String parameter) {
        return param(parameter, SQLDataType.CLOB);
    }

    static Param<OffsetDateTime> time(String parameter) {
        return param(parameter, EVENTS.AT.getDataType());
    }
}
