package dev.portside.persistence.event;

import static dev.portside.persistence.schema.Tables.EVENTS;
import static dev.portside.persistence.schema.Tables.EVENT_IDS;
import static java.util.Objects.requireNonNull;
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

import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Sql;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Query;
import org.jooq.impl.SQLDataType;

/** How events are written and listed. Comments list the parameters in their order. */
final class EventStatements {

    /** How a list is asked for; each shape is a statement of its own. */
    record ListShape(boolean name, boolean person, boolean window, boolean after, int limit) {}

    /** ids, names, persons, times, properties; returns the ids of those that were known, which are few as a rule */
    static final Sql RECORD = Sql.of(record());

    private static final Map<ListShape, Sql> LISTS = new ConcurrentHashMap<>();

    private EventStatements() {}

    /** name, person, from, to, time and id of the cursor: those that the shape has */
    static Sql list(ListShape shape) {
        return LISTS.computeIfAbsent(shape, EventStatements::render);
    }

    private static Query record() {
        Field<UUID> id = Parameters.elements("ids").cast(SQLDataType.UUID).as("id");
        Field<String> eventName = Parameters.elements("names").as("name");
        Field<String> person = Parameters.elements("persons").as("person");
        Field<OffsetDateTime> at =
                Parameters.elements("times").cast(EVENTS.AT.getDataType()).as("at");
        Field<JSON> properties =
                Parameters.elements("properties").cast(SQLDataType.JSON).as("properties");
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

    private static Sql render(ListShape shape) {
        Condition where = noCondition();
        if (shape.name()) {
            where = where.and(EVENTS.NAME.eq(Parameters.text("name")));
        }
        if (shape.person()) {
            where = where.and(EVENTS.PERSON.eq(Parameters.text("person")));
        }
        if (shape.window()) {
            where = where.and(EVENTS.AT.ge(Parameters.time("from"))).and(EVENTS.AT.lt(Parameters.time("to")));
        }
        if (shape.after()) {
            // The first condition follows from the second; by it months are left out that are not asked for.
            where = where.and(EVENTS.AT.le(Parameters.time("upto")))
                    .and(row(EVENTS.AT, EVENTS.ID).lt(row(Parameters.time("at"), param("id", SQLDataType.UUID))));
        }
        return Sql.of(select(EventRow.COLUMNS)
                .from(EVENTS)
                .where(where)
                .orderBy(EVENTS.AT.desc(), EVENTS.ID.desc())
                .limit(inline(shape.limit() + 1)));
    }
}
