package dev.portside.application.event;

import dev.portside.domain.event.EventListing;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.EventPage;
import java.util.Map;

/** Shows events as they are stored. */
public interface EventList {

    /** A part of the list of events, {@linkplain dev.portside.domain.event.Event#NEWEST_FIRST newest first}. */
    EventPage list(EventListing listing);

    /** How many events of each name are stored. */
    Map<EventName, Long> totals();
}
