package dev.portside.application.event;

import dev.portside.domain.event.Cohort;
import dev.portside.domain.event.FunnelQuery;
import dev.portside.domain.event.RetentionQuery;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.Trend;
import dev.portside.domain.event.TrendQuery;
import dev.portside.domain.event.ValueCount;
import java.util.List;

/**
 * Answers questions about events. Counts are exact up to the last event that was stored before the question; people are
 * counted exactly up to a number that an implementation states, and within the error that the answer states beyond it.
 * Events of nobody count as events and not as people, of whom there are never more than events.
 *
 * <p>A query whose answer would take more work than can be done in the time of a request may be refused with {@link
 * QueryTooLarge}; what it keeps in memory does not grow with what is stored.
 */
public interface EventReader extends EventList {

    /** How often something happened, in each bucket. */
    Trend trend(TrendQuery question);

    /** The most frequent values of a property, in the order {@link ValueCount#MOST_FREQUENT_FIRST}. */
    List<ValueCount> top(TopQuery question);

    /**
     * How many people reached each step. A person has reached a step who did all steps up to it, each strictly later than
     * the one before in the order of time and id, the last of them within the time allowed since the first.
     *
     * @return one number for each step
     */
    List<Long> funnel(FunnelQuery question);

    /** Who came back, one cohort for each bucket. */
    List<Cohort> retention(RetentionQuery question);
}
