package dev.portside.domain.event;

import java.util.ArrayList;
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
        Gathering gathering = new Gathering(limit);
        for (Event event : found) {
            if (!gathering.add(event)) {
                break;
            }
        }
        return gathering.page();
    }

    /** A page while a store puts it together, event by event, so that it need not read more than the page will have. */
    public static final class Gathering {

        private final int limit;
        private final List<Event> events = new ArrayList<>();
        private long bytes;
        private boolean goesOn;

        /** @param limit the most events on the page */
        public Gathering(int limit) {
            this.limit = limit;
        }

        /**
         * Takes the next event of the list, or sees that the page ends before it.
         *
         * @return whether another may be added
         */
        public boolean add(Event event) {
            bytes += event.propertiesBytes();
            goesOn = events.size() == limit || (!events.isEmpty() && bytes > EventListing.MAX_PAGE_BYTES);
            if (!goesOn) {
                events.add(event);
            }
            return !goesOn;
        }

        /** How many bytes of properties there are, on the page or just behind it. */
        public long bytes() {
            return bytes;
        }

        /** The page; it has a next one when an event was seen that is not on it. */
        public EventPage page() {
            return new EventPage(events, goesOn ? Optional.of(EventCursor.behind(events.getLast())) : Optional.empty());
        }
    }
}
