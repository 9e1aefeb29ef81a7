package dev.portside.application.event;

import dev.portside.domain.event.Query;

/**
 * Lists and queries of events. Counts are exact up to the last event that was stored before the query; people are counted
 * exactly up to a number that an implementation states, and within the error that the answer states beyond it. Events without a
 * person count as events and not as people, so there are never more people than events.
 */
public interface EventReader extends EventList {

    /**
     * Answers a query. Memory that it takes does not grow with the number of events stored.
     *
     * @throws QueryTooLarge when the answer would take more work than can be done in the time of a request
     */
    <A> A answer(Query<A> query);
}
