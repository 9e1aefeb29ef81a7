package dev.portside.domain.event;

import dev.portside.domain.InvalidValue;
import java.util.Optional;

/**
 * Which part of the list of events is wanted.
 *
 * @param limit the most events to return, 1 to {@value #MAX_LIMIT}
 */
public record EventListing(
        Optional<EventName> name,
        Optional<PersonId> person,
        Optional<TimeWindow> window,
        Optional<EventCursor> after,
        int limit) {

    public static final int MAX_LIMIT = 1_000;

    public EventListing {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidValue("must be 1 to " + MAX_LIMIT + ", but was " + limit);
        }
    }
}
