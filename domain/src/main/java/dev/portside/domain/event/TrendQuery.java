package dev.portside.domain.event;

import java.util.Optional;

/**
 * Query for the number of events over time.
 *
 * @param by breaks each bucket down by the values of a property: the {@value #TOP} most frequent in the whole window, and
 *     all others together; events without a value are left out then
 */
public record TrendQuery(EventName event, Buckets buckets, Optional<PropertyName> by) implements Query<Trend> {

    public static final int TOP = 10;

    @Override
    public Trend accept(Visitor visitor) {
        return visitor.trend(this);
    }
}
