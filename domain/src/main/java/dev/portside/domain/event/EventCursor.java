package dev.portside.domain.event;

import java.time.Instant;

/**
 * A place in the order of lists: right behind the event of that time with that id, whether or not it still exists.
 *
 * @param at whole microseconds
 */
public record EventCursor(Instant at, EventId id) {

    /** The place right behind this event. */
    public static EventCursor behind(Event event) {
        return new EventCursor(event.at(), event.id());
    }

    /** Returns whether the event comes later in {@link Event#NEWEST_FIRST} than this place. */
    public boolean isBefore(Event event) {
        int byTime = event.at().compareTo(at);
        return byTime < 0 || (byTime == 0 && event.id().compareTo(id) < 0);
    }
}
