package dev.portside.domain.event;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Length of the buckets of a query, by the clock and the calendar of a time zone. Weeks start on Monday (ISO 8601).
 * Days have 23, 24 or 25 hours there, as the zone's rules have it; hours and minutes are those of the clock on the wall. When
 * it is set by no whole number of them, one begins there and then, and both it and the one before are shorter: on Lord Howe
 * Island, where clocks are set back from two to half past one, the hours from then on begin at half past one, two, three.
 *
 * <p>Which buckets there are follows from the interval and the zone alone.
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
            case MINUTE, HOUR -> {
                Instant start = byOffset(time, zone);
                // At this time, too.
                yield breaking(zone.getRules().previousTransition(time.plusNanos(1)))
                        .filter(set -> set.isAfter(start))
                        .orElse(start);
            }
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
            case MINUTE, HOUR -> {
                Instant end = byOffset(start, zone).plus(1, unit());
                yield breaking(zone.getRules().nextTransition(start))
                        .filter(set -> set.isBefore(end))
                        .orElse(end);
            }
            // By the date, and not by the time of day: where a day starts at one o'clock the next does not.
            case DAY -> local.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
            case WEEK -> local.toLocalDate().plusWeeks(1).atStartOfDay(zone).toInstant();
            case MONTH -> local.toLocalDate().plusMonths(1).atStartOfDay(zone).toInstant();
        };
    }

    /** On the instant's own offset, so that the hour that comes twice when clocks are set back is two buckets. */
    private Instant byOffset(Instant time, ZoneId zone) {
        return time.atZone(zone).toOffsetDateTime().truncatedTo(unit()).toInstant();
    }

    /** When the clock is set, if hours, or minutes, begin at another time from then on. */
    private Optional<Instant> breaking(@Nullable ZoneOffsetTransition set) {
        return Optional.ofNullable(set)
                .filter(one ->
                        one.getDuration().toSeconds() % unit().getDuration().toSeconds() != 0)
                .map(ZoneOffsetTransition::getInstant);
    }

    private ChronoUnit unit() {
        return this == MINUTE ? ChronoUnit.MINUTES : ChronoUnit.HOURS;
    }
}
