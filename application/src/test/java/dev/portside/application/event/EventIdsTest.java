package dev.portside.application.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.domain.event.EventId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventIdsTest {

    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00.123456789Z");

    @Test
    void an_id_has_the_form_of_rfc_9562_and_its_time() {
        EventId id = new EventIds(at(NOON), new SecureRandom()).next();

        assertEquals(7, id.value().version());
        assertEquals(2, id.value().variant());
        assertEquals(NOON.toEpochMilli(), id.value().getMostSignificantBits() >>> 16);
        assertEquals(456_789 * 4_096L / 1_000_000, id.value().getMostSignificantBits() & 0xfff);
    }

    @Test
    void each_is_greater_than_the_one_before_also_when_the_clock_stands_still() {
        EventIds ids = new EventIds(at(NOON), new SecureRandom());
        List<EventId> made = Stream.generate(ids::next).limit(10_000).toList();

        assertEquals(made.stream().sorted().toList(), made);
        assertTrue(made.stream()
                .allMatch(id -> id.value().version() == 7 && id.value().variant() == 2));
    }

    @Test
    void many_threads_get_different_ones() throws Exception {
        EventIds ids = new EventIds(Clock.systemUTC(), new SecureRandom());
        Set<EventId> all = new HashSet<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<EventId>>> made = IntStream.range(0, 8)
                    .mapToObj(any -> executor.submit(
                            () -> Stream.generate(ids::next).limit(5_000).toList()))
                    .toList();
            for (Future<List<EventId>> some : made) {
                all.addAll(some.get());
            }
        }
        assertEquals(40_000, all.size());
    }

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }
}
