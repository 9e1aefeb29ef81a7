package dev.portside.domain.event;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/**
 * How long the buckets of a question are, by the clock and the calendar of a time zone. Weeks start on Monday (ISO 8601).
 * Days have 23, 24 or 25 hours there, as the zone's rules have it; hours and minutes are those of the clock on the wall,
 * and always last an hour and a minute.
 */
public enum Interval {
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH;

    /** The start of the bucket that a time is in. */
    public Instant start(Instant time, ZoneId zone) {
        Instant start = byTheClock(time, zone);
        Instant next = next(start, zone);
        // Where clocks are set back over midnight, the clock shows the day before once more after a day has begun.
        return next.isAfter(time) ? start : next;
    }

    private Instant byTheClock(Instant time, ZoneId zone) {
        ZonedDateTime local = time.atZone(zone);
        return switch (this) {
            case MINUTE -> clock(local, ChronoUnit.MINUTES);
            case HOUR -> clock(local, ChronoUnit.HOURS);
            case DAY -> local.toLocalDate().atStartOfDay(zone).toInstant();
            case WEEK ->
                local.toLocalDate()
                        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                        .atStartOfDay(zone)
                        .toInstant();
            case MONTH ->
                local.toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant();
        };
    }

    /** The start of the next bucket. */
    public Instant next(Instant start, ZoneId zone) {
        ZonedDateTime local = start.atZone(zone);
        return switch (this) {
            case MINUTE -> start.plus(1, ChronoUnit.MINUTES);
            case HOUR -> start.plus(1, ChronoUnit.HOURS);
            // By the date, and not by the time of day: where a day starts at one o'clock the next does not.
            case DAY -> local.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
            case WEEK -> local.toLocalDate().plusWeeks(1).atStartOfDay(zone).toInstant();
            case MONTH -> local.toLocalDate().plusMonths(1).atStartOfDay(zone).toInstant();
        };
    }

    /** On the instant's own offset, so that the hour that comes twice when clocks are set back is two buckets. */
    private static Instant clock(ZonedDateTime local, ChronoUnit unit) {
        return local.toOffsetDateTime().truncatedTo(unit).toInstant();
    }
}
