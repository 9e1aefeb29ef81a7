package dev.portside.domain.event;

import dev.portside.domain.InvalidValue;
import java.util.Optional;

/**
 * Request for a part of the list of events. A page ends where its limit or {@value #MAX_PAGE_BYTES} bytes of properties are
 * reached, but has one event at least; its cursor leads on from there.
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

    /** In UTF-8, so that no page takes more memory than thousands of usual events. */
    public static final int MAX_PAGE_BYTES = 1024 * 1024;

    public EventListing {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidValue("must be 1 to " + MAX_LIMIT + ", but was " + limit);
        }
    }
}
