package dev.portside.domain.event;

import java.util.List;
import java.util.Optional;

/**
 * A part of the list of events, in the order {@link Event#NEWEST_FIRST}.
 *
 * @param next where the list goes on; empty at its end
 */
public record EventPage(List<Event> events, Optional<EventCursor> next) {

    public EventPage {
        events = List.copyOf(events);
    }

    /**
     * The page that a store makes of what it found: it looks for one event more than {@code limit}, to know whether the
     * list goes on.
     *
     * @param found at most {@code limit + 1} events, in order
     */
    public static EventPage of(List<Event> found, int limit) {
        if (found.size() <= limit) {
            return new EventPage(found, Optional.empty());
        }
        return new EventPage(found.subList(0, limit), Optional.of(EventCursor.behind(found.get(limit - 1))));
    }
}
