package dev.portside.persistence.event;

import static dev.portside.persistence.schema.Tables.EVENTS;

import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.PersonId;
import dev.portside.persistence.statement.Columns;
import dev.portside.persistence.statement.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Mapping between an event and its row, the only one. */
final class EventColumns extends Columns<Event> {

    static final EventColumns EVENT = new EventColumns();

    private final Of<UUID> id = uuid(EVENTS.ID);
    private final Of<String> name = text(EVENTS.NAME);
    private final Of<String> person = text(EVENTS.PERSON);
    private final Of<Instant> at = time(EVENTS.AT);
    private final Of<String> properties = json(EVENTS.PROPERTIES);

    private EventColumns() {}

    @Override
    public Event read(Row row) throws SQLException {
        return new Event(
                new EventId(id.of(row)),
                new EventName(name.of(row)),
                Optional.ofNullable(person.orNull(row)).map(PersonId::new),
                at.of(row),
                properties.of(row));
    }
}
