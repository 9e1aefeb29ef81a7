package dev.portside.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampsTest {

    private static final long FIRST_SECOND =
            Instant.parse("-0002-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND =
            Instant.parse("+10002-01-01T00:00:00Z").getEpochSecond();

    @Test
    void the_text_is_that_of_iso_instant() {
        for (String text : List.of(
                "1970-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999999Z",
                "2024-02-29T12:00:00.100Z",
                "2026-11-24T09:39:47.000001Z",
                "1969-12-31T23:59:59.999999Z")) {
            assertEquals(text, Timestamps.text(Instant.parse(text)));
        }
    }

    @Test
    void so_it_is_at_any_time() {
        Random random = new Random(42);
        int[] steps = {1, 1_000, 1_000_000, 1_000_000_000};
        for (int i = 0; i < 100_000; i++) {
            int step = steps[i % steps.length];
            Instant time = Instant.ofEpochSecond(
                    random.nextLong(FIRST_SECOND, LAST_SECOND), random.nextInt(1_000_000_000 / step) * (long) step);
            assertEquals(DateTimeFormatter.ISO_INSTANT.format(time), Timestamps.text(time));
        }
        for (Instant far : List.of(Instant.MIN, Instant.MAX)) {
            assertEquals(DateTimeFormatter.ISO_INSTANT.format(far), Timestamps.text(far));
        }
    }
}
