package dev.portside.domain.event;

import dev.portside.domain.InvalidValue;
import java.util.List;
import java.util.Optional;

/**
 * Query for the most frequent values of a property.
 *
 * @param event whose values; empty for those of all events
 * @param limit the most values to return, 1 to {@value #MAX_LIMIT}
 */
public record TopQuery(Optional<EventName> event, PropertyName property, TimeWindow window, int limit)
        implements Query<List<ValueCount>> {

    public static final int MAX_LIMIT = 100;

    public TopQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidValue("must be 1 to " + MAX_LIMIT + ", but was " + limit);
        }
    }

    @Override
    public List<ValueCount> accept(Visitor visitor) {
        return visitor.top(this);
    }
}
