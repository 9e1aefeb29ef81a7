package dev.portside.persistence.event;

import static dev.portside.persistence.event.EventColumns.EVENT;
import static dev.portside.persistence.schema.Tables.EVENTS;
import static dev.portside.persistence.schema.Tables.EVENT_IDS;
import static dev.portside.persistence.statement.Parameters.unnest;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.with;

import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PersonId;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Parameters;
import dev.portside.persistence.statement.Query;
import dev.portside.persistence.statement.Row;
import dev.portside.persistence.statement.Times;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.ResultQuery;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The statements that write and list events. */
final class EventStatements {

    /** A shape of the list. Each is a statement of its own. */
    record ListShape(boolean name, boolean person, boolean window, boolean after, int limit) {

        static ListShape of(EventListing listing) {
            return new ListShape(
                    listing.name().isPresent(),
                    listing.person().isPresent(),
                    listing.window().isPresent(),
                    listing.after().isPresent(),
                    listing.limit());
        }
    }

    /** The columns of events that are stored together. */
    @SuppressWarnings("ArrayRecordComponent") // for the driver, and never compared
    record Recorded(String[] ids, String[] names, @Nullable String[] persons, String[] times, String[] properties) {

        static Recorded of(Collection<NewEvent> events) {
            return new Recorded(
                    texts(events, event -> event.id().toString()),
                    texts(events, event -> event.name().value()),
                    texts(events, event -> event.person().map(PersonId::value).orElse(null)),
                    texts(events, event -> Times.text(event.at())),
                    texts(events, Event::properties));
        }

        private static String[] texts(Collection<NewEvent> events, Function<Event, @Nullable String> text) {
            List<@Nullable String> texts = new ArrayList<>(events.size());
            events.forEach(event -> texts.add(text.apply(event.event())));
            return texts.toArray(new String[0]);
        }
    }

    private static final class IdColumns extends Columns<UUID> {
        private final Of<UUID> id = uuid(EVENTS.ID);

        @Override
        public UUID read(Row row) throws SQLException {
            return id.of(row);
        }
    }

    /** Returns the ids of those that were known, which are few as a rule. */
    static final Query<Recorded, UUID> RECORD = Query.of(new IdColumns(), EventStatements::record);

    private static final Map<ListShape, Query<EventListing, Event>> LISTS = new ConcurrentHashMap<>();

    private EventStatements() {}

    /** Returns the statement of a list's shape. */
    static Query<EventListing, Event> list(ListShape shape) {
        return LISTS.computeIfAbsent(shape, any -> Query.of(EVENT, p -> list(p, shape)));
    }

    private static ResultQuery<?> record(Parameters<Recorded> p) {
        Field<UUID> id = unnest(p.texts(Recorded::ids)).cast(SQLDataType.UUID).as("id");
        Field<String> eventName = unnest(p.texts(Recorded::names)).as("name");
        Field<String> person = unnest(p.texts(Recorded::persons)).as("person");
        Field<OffsetDateTime> at =
                unnest(p.texts(Recorded::times)).cast(EVENTS.AT.getDataType()).as("at");
        Field<JSON> properties =
                unnest(p.texts(Recorded::properties)).cast(SQLDataType.JSON).as("properties");
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

    private static ResultQuery<?> list(Parameters<EventListing> p, ListShape shape) {
        Condition where = noCondition();
        if (shape.name()) {
            where = where.and(EVENTS.NAME.eq(
                    p.text(listing -> listing.name().orElseThrow().value())));
        }
        if (shape.person()) {
            where = where.and(EVENTS.PERSON.eq(
                    p.text(listing -> listing.person().orElseThrow().value())));
        }
        if (shape.window()) {
            where = where.and(EVENTS.AT.ge(
                            p.time(listing -> listing.window().orElseThrow().from())))
                    .and(EVENTS.AT.lt(
                            p.time(listing -> listing.window().orElseThrow().to())));
        }
        if (shape.after()) {
            Field<OffsetDateTime> at =
                    p.comparableTime(listing -> listing.after().orElseThrow().at());
            Field<UUID> id = p.object(
                    SQLDataType.UUID,
                    listing -> listing.after().orElseThrow().id().value());
            // The first condition follows from the second; by it months are left out that are not asked for.
            where = where.and(EVENTS.AT.le(at)).and(row(EVENTS.AT, EVENTS.ID).lt(row(at, id)));
        }
        return select(EVENT.fields())
                .from(EVENTS)
                .where(where)
                .orderBy(EVENTS.AT.desc(), EVENTS.ID.desc())
                .limit(inline(shape.limit() + 1));
    }
}
