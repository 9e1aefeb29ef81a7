package dev.portside.persistence.event;

import static dev.portside.persistence.schema.Tables.EVENTS;

import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.PersonId;
import dev.portside.persistence.statement.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Field;

/** How an event is written in a row: the one mapping between the two. */
final class EventRow {

    /** The columns that {@link #read} expects, in its order. */
    static final List<Field<?>> COLUMNS = List.of(EVENTS.ID, EVENTS.NAME, EVENTS.PERSON, EVENTS.AT, EVENTS.PROPERTIES);

    private EventRow() {}

    static Event read(ResultSet row) throws SQLException {
        return new Event(
                new EventId(row.getObject(1, UUID.class)),
                new EventName(row.getString(2)),
                Optional.ofNullable(row.getString(3)).map(PersonId::new),
                Times.instant(row, 4),
                row.getString(5));
    }
}
