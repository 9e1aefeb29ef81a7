package dev.portside.domain.event;

import dev.portside.domain.InvalidValue;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The buckets that a window falls into. The first and the last hold only what is in the window.
 *
 * @param starts of the buckets, as the calendar has them; the first may be before the window
 * @param end of the last bucket, as the calendar has it
 */
public record Buckets(TimeWindow window, List<Instant> starts, Instant end) {

    /** A chart of more has no use, and an answer of more no bounds. */
    public static final int MAX = 10_000;

    public Buckets {
        starts = List.copyOf(starts);
    }

    /**
     * Cuts the window at the borders of the calendar.
     *
     * @throws InvalidValue when there would be more than {@value #MAX}
     */
    public static Buckets of(TimeWindow window, Interval interval, ZoneId zone) {
        List<Instant> starts = new ArrayList<>();
        Instant start = interval.start(window.from(), zone);
        while (start.isBefore(window.to())) {
            if (starts.size() == MAX) {
                throw new InvalidValue("must be so long that there are at most " + MAX
                        + " buckets between from and to; take a longer one, or a shorter window");
            }
            starts.add(start);
            start = interval.next(start, zone);
        }
        return new Buckets(window, starts, start);
    }

    public int size() {
        return starts.size();
    }

    /** What of the window is in this bucket. */
    public TimeWindow part(int bucket) {
        Instant from = starts.get(bucket);
        Instant to = bucket + 1 < starts.size() ? starts.get(bucket + 1) : end;
        return new TimeWindow(
                from.isBefore(window.from()) ? window.from() : from, to.isAfter(window.to()) ? window.to() : to);
    }

    /** The number of the bucket that a time is in; empty when it is not in the window. */
    public Optional<Integer> indexOf(Instant time) {
        if (!window.contains(time)) {
            return Optional.empty();
        }
        int found = Collections.binarySearch(starts, time);
        return Optional.of(found >= 0 ? found : -found - 2);
    }
}
