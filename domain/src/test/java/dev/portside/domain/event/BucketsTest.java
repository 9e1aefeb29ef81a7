package dev.portside.domain.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.domain.InvalidValue;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BucketsTest {

    @Test
    void days_are_cut_at_the_midnights_of_the_zone_whatever_the_clocks_do() {
        Buckets buckets = buckets("2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z", Interval.DAY, "Europe/Berlin");

        assertEquals(
                List.of(time("2026-03-27T23:00:00Z"), time("2026-03-28T23:00:00Z"), time("2026-03-29T22:00:00Z")),
                buckets.starts());
        assertEquals(time("2026-03-28T12:00:00Z"), buckets.part(0).from());
        assertEquals(time("2026-03-29T22:00:00Z"), buckets.part(1).to());
        assertEquals(Optional.of(1), buckets.indexOf(time("2026-03-29T21:59:59.999999Z")));
        assertEquals(Optional.of(2), buckets.indexOf(time("2026-03-29T22:00:00Z")));
        assertEquals(Optional.empty(), buckets.indexOf(time("2026-03-30T12:00:00Z")));
    }

    @Test
    void where_clocks_go_back_over_midnight_a_day_goes_on_when_the_day_before_shows_again() {
        Buckets buckets = buckets("2010-11-07T02:45:00Z", "2010-11-08T12:00:00Z", Interval.DAY, "America/St_Johns");

        assertEquals(List.of(time("2010-11-07T02:30:00Z"), time("2010-11-08T03:30:00Z")), buckets.starts());
        assertEquals(time("2010-11-07T02:45:00Z"), buckets.part(0).from());
    }

    /** Clocks are set back from two to half past one there. */
    @Test
    void hours_of_lord_howe_are_those_of_the_clock_on_the_wall() {
        Buckets back = buckets("2026-04-04T13:00:00Z", "2026-04-04T18:00:00Z", Interval.HOUR, "Australia/Lord_Howe");
        Buckets forward = buckets("2026-10-03T13:40:00Z", "2026-10-03T17:00:00Z", Interval.HOUR, "Australia/Lord_Howe");

        assertEquals(
                List.of("00:00+11:00", "01:00+11:00", "01:30+10:30", "02:00+10:30", "03:00+10:30", "04:00+10:30"),
                clock(back, "Australia/Lord_Howe"));
        assertEquals(
                List.of("00:00+10:30", "01:00+10:30", "02:30+11:00", "03:00+11:00"),
                clock(forward, "Australia/Lord_Howe"));
    }

    @Test
    void a_day_that_a_zone_has_skipped_is_no_bucket() {
        Buckets buckets = buckets("2011-12-29T10:00:00Z", "2012-01-01T10:00:00Z", Interval.DAY, "Pacific/Apia");

        assertEquals(
                List.of(time("2011-12-29T10:00:00Z"), time("2011-12-30T10:00:00Z"), time("2011-12-31T10:00:00Z")),
                buckets.starts());
    }

    /** Around all times at which clocks have been set anywhere, and some of the future. */
    @Test
    void which_buckets_there_are_follows_from_the_interval_and_the_zone_alone() {
        for (String zone : ZoneId.getAvailableZoneIds()) {
            ZoneId id = ZoneId.of(zone);
            List<Instant> set = new ArrayList<>();
            id.getRules().getTransitions().forEach(transition -> set.add(transition.getInstant()));
            var next = id.getRules().nextTransition(time("2026-01-01T00:00:00Z"));
            for (int i = 0; i < 4 && next != null; i++) {
                set.add(next.getInstant());
                next = id.getRules().nextTransition(next.getInstant());
            }
            for (Instant at : set) {
                for (long seconds : new long[] {-86_400, -3_601, -1_200, -1, 0, 1, 1_199, 1_801, 3_600, 90_000}) {
                    for (Interval interval : Interval.values()) {
                        follows(interval, id, at.plusSeconds(seconds));
                    }
                }
            }
        }
    }

    private static void follows(Interval interval, ZoneId zone, Instant time) {
        Instant start = interval.start(time, zone);
        Instant end = interval.next(start, zone);
        assertTrue(!start.isAfter(time) && time.isBefore(end), () -> interval + " of " + time + " in " + zone);
        assertEquals(start, interval.start(start, zone), () -> interval + " of " + time + " in " + zone);
        assertEquals(
                start, interval.start(end.minusNanos(1_000), zone), () -> interval + " of " + time + " in " + zone);
        assertEquals(end, interval.start(end, zone), () -> interval + " of " + time + " in " + zone);
    }

    private static List<String> clock(Buckets buckets, String zone) {
        return buckets.starts().stream()
                .map(start ->
                        DateTimeFormatter.ofPattern("HH:mmxxx", Locale.ROOT).format(start.atZone(ZoneId.of(zone))))
                .toList();
    }

    @Test
    void more_buckets_than_anybody_can_look_at_are_refused() {
        TimeWindow window = new TimeWindow(time("2020-01-01T00:00:00Z"), time("2026-01-01T00:00:00Z"));

        assertThrows(InvalidValue.class, () -> Buckets.of(window, Interval.MINUTE, ZoneOffset.UTC));
    }

    private static Buckets buckets(String from, String to, Interval interval, String zone) {
        return Buckets.of(new TimeWindow(time(from), time(to)), interval, ZoneId.of(zone));
    }

    private static Instant time(String text) {
        return Instant.parse(text);
    }
}
