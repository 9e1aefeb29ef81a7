package dev.portside.domain.event;

import java.util.Map;

/**
 * Numbers of events by name, of bounded size however many names there are.
 *
 * @param names at most {@value #MAX_NAMES} of them, those that came first; which ones does not depend on how frequent they
 *     are, so that numbers of different times can be compared
 * @param others how many events have other names
 */
public record EventTotals(Map<EventName, Long> names, long others) {

    /** Of a map that may be held by each of a hundred listeners. */
    public static final int MAX_NAMES = 5_000;

    /** Of no events. */
    public static final EventTotals NONE = new EventTotals(Map.of(), 0);

    public EventTotals {
        names = Map.copyOf(names);
        if (names.size() > MAX_NAMES) {
            throw new IllegalArgumentException("names must be at most " + MAX_NAMES + ", but were " + names.size());
        }
    }
}
