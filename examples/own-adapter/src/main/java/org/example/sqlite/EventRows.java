package org.example.sqlite;

import dev.portside.application.Fault;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.NewEvent;
import dev.portside.domain.event.PersonId;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TimeWindow;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Rows of events, and what is made of them. */
final class EventRows {

    /** Some 300 bytes each while a question is answered. */
    private static final int MOST = 500_000;

    private EventRows() {}

    /** An event of a row that begins with id, name, person, time and properties. */
    static Event event(ResultSet row) throws SQLException {
        return event(row, row.getString(5));
    }

    /**
     * The events of these names in a window, without their properties, which no question is about.
     *
     * @param property the only one whose values are wanted
     * @throws Fault OVERLOADED when they are more than memory should hold
     */
    static List<NewEvent> about(
            Session session, List<EventName> names, TimeWindow window, Optional<PropertyName> property)
            throws SQLException {
        List<Object> arguments = new ArrayList<>();
        arguments.add(property.map(PropertyName::value).orElse(""));
        names.forEach(name -> arguments.add(name.value()));
        arguments.addAll(List.of(Micros.of(window.from()), Micros.of(window.to()), MOST + 1));
        List<NewEvent> found = session.list(
                row -> new NewEvent(event(row, Event.NO_PROPERTIES), value(row, property)),
                "select id, name, person, at, value from events"
                        + " left join event_values on event = number and property = ?"
                        + " where name in (" + "?, ".repeat(names.size() - 1) + "?) and at >= ? and at < ? limit ?",
                arguments.toArray());
        if (found.size() > MOST) {
            throw new Fault(
                    Fault.Category.OVERLOADED,
                    "The question is about more than " + MOST + " events; ask about a shorter time");
        }
        return found;
    }

    private static Event event(ResultSet row, String properties) throws SQLException {
        ByteBuffer id = ByteBuffer.wrap(row.getBytes(1));
        Optional<PersonId> person = Optional.ofNullable(row.getString(3)).map(PersonId::new);
        Instant at = Micros.toInstant(row.getLong(4));
        return new Event(
                new EventId(new UUID(id.getLong(), id.getLong())),
                new EventName(row.getString(2)),
                person,
                at,
                properties);
    }

    private static Map<PropertyName, String> value(ResultSet row, Optional<PropertyName> property) throws SQLException {
        String value = row.getString(5);
        return value == null ? Map.of() : Map.of(property.orElseThrow(), value);
    }

    /** In the order that ids have: SQLite compares bytes without a sign. */
    static byte[] bytes(EventId id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .array();
    }
}
