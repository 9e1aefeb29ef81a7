package dev.portside.domain.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.domain.InvalidValue;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
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
