package dev.portside.domain.event;

import dev.portside.domain.InvalidValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A span of time that has its start and not its end: windows that touch share nothing and miss nothing.
 *
 * @param from whole microseconds
 * @param to whole microseconds, after {@code from}
 */
public record TimeWindow(Instant from, Instant to) {

    /** The end of the last year with four digits. */
    public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    public TimeWindow {
        if (from.isBefore(Event.EARLIEST) || to.isAfter(LATEST)) {
            throw new InvalidValue("must be between " + Event.EARLIEST + " and " + LATEST);
        }
        if (!from.truncatedTo(ChronoUnit.MICROS).equals(from)
                || !to.truncatedTo(ChronoUnit.MICROS).equals(to)) {
            throw new InvalidValue("must be in whole microseconds");
        }
        if (!from.isBefore(to)) {
            throw new InvalidValue("must be after " + from + ", but was " + to);
        }
    }

    public boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}
