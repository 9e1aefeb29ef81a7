package dev.portside.domain.event;

import dev.portside.domain.InvalidValue;
import java.time.Duration;
import java.util.List;

/**
 * Query for the number of people who did one thing after the other.
 *
 * @param steps 1 to {@value #MAX_STEPS} names; the same one may come again
 * @param within how long after the first step the last may be, at most {@value #MAX_DAYS} days; a step that is exactly so
 *     much later still counts
 * @param window that all steps are in
 */
public record FunnelQuery(List<EventName> steps, Duration within, TimeWindow window) implements Query<List<Long>> {

    public static final int MAX_STEPS = 10;
    public static final int MAX_DAYS = 366;

    public FunnelQuery {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > MAX_STEPS) {
            throw new InvalidValue("must be 1 to " + MAX_STEPS + " names of events, but were " + steps.size());
        }
        if (within.isNegative() || within.isZero() || within.compareTo(Duration.ofDays(MAX_DAYS)) > 0) {
            throw new InvalidValue("must be longer than nothing and at most P" + MAX_DAYS + "D, but was " + within);
        }
    }

    @Override
    public List<Long> accept(Visitor visitor) {
        return visitor.funnel(this);
    }
}
