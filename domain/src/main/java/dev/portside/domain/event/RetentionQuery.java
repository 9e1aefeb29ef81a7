package dev.portside.domain.event;

import dev.portside.domain.InvalidValue;
import java.util.List;

/**
 * Query for the people who come back. A person belongs to the cohort of the bucket of the first {@code event} in the window, and has returned
 * in each bucket in which there is a {@code returning} event of theirs in the window, that of the cohort itself included.
 */
public record RetentionQuery(EventName event, EventName returning, Buckets buckets) implements Query<List<Cohort>> {

    /** A table has as many cells as half the square of its buckets. */
    public static final int MAX_BUCKETS = 400;

    public RetentionQuery {
        if (buckets.size() > MAX_BUCKETS) {
            throw new InvalidValue("must be so long that there are at most " + MAX_BUCKETS
                    + " buckets between from and to; take a longer one, or a shorter window");
        }
    }

    @Override
    public List<Cohort> accept(Visitor visitor) {
        return visitor.retention(this);
    }
}
