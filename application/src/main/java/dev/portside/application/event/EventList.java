package dev.portside.application.event;

import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventPage;
import dev.portside.domain.event.EventTotals;

/** Shows events as they are stored. */
public interface EventList {

    /** A part of the list of events, {@linkplain dev.portside.domain.event.Event#NEWEST_FIRST newest first}. */
    EventPage list(EventListing listing);

    /**
     * How many events of each name are stored: of all names while they are at most as many as the implementation states,
     * which may be less than {@link EventTotals#MAX_NAMES}.
     */
    EventTotals totals();
}
