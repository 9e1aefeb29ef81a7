package dev.portside.domain.event;

import java.util.List;

/**
 * Query about the events that are stored. Equal queries about the same events have equal answers.
 *
 * @param <A> the type of the answer
 */
public sealed interface Query<A> permits FunnelQuery, RetentionQuery, TopQuery, TrendQuery {

    /** Calls the visitor's method for this kind of query and returns its answer. */
    A accept(Visitor visitor);

    /** Computation of an answer, one method for each kind of query. */
    interface Visitor {

        /** Counts events and people in each bucket. */
        Trend trend(TrendQuery query);

        /** Finds the most frequent values of a property, in the order {@link ValueCount#MOST_FREQUENT_FIRST}. */
        List<ValueCount> top(TopQuery query);

        /**
         * Counts the people who reached each step. A person has reached a step who did all steps up to it, each strictly later
         * than the one before in the order of time and id, the last of them within the time allowed since the first.
         *
         * @return one number for each step
         */
        List<Long> funnel(FunnelQuery query);

        /** Counts the people who came back, one cohort for each bucket. */
        List<Cohort> retention(RetentionQuery query);
    }
}
