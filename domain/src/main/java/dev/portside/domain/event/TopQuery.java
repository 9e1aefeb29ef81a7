package dev.portside.domain.event;

import dev.portside.domain.InvalidValue;
import java.util.Optional;

/**
 * Which values of a property are the most frequent.
 *
 * @param event whose; empty for those of all events
 * @param limit the most values to return, 1 to {@value #MAX_LIMIT}
 */
public record TopQuery(Optional<EventName> event, PropertyName property, TimeWindow window, int limit) {

    public static final int MAX_LIMIT = 100;

    public TopQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidValue("must be 1 to " + MAX_LIMIT + ", but was " + limit);
        }
    }
}
