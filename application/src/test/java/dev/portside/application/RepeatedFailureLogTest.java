package dev.portside.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepeatedFailureLogTest {

    private static final long MINUTE = 60_000_000_000L;

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - MINUTE / 2);
    private final RepeatedFailureLog log = new RepeatedFailureLog(clock::get);

    @Test
    void each_cause_is_told_once_and_again_after_a_minute() {
        assertEquals("refused", log.toLog("refused"));
        assertNull(log.toLog("refused"));
        assertNull(log.toLog("refused"));
        assertEquals("timed out", log.toLog("timed out"));
        assertNull(log.toLog("timed out"));
        clock.addAndGet(MINUTE);
        assertEquals("timed out (and 1 times before)", log.toLog("timed out"));
        assertNull(log.toLog("timed out"));
    }

    @Test
    void causes_that_take_turns_are_each_told_once_a_minute() {
        assertEquals("refused after 1 ms", log.toLog("refused", "refused after 1 ms"));
        assertEquals("timed out", log.toLog("timed out"));
        for (int i = 0; i < 10; i++) {
            assertNull(log.toLog("refused", "refused after " + i + " ms"));
            assertNull(log.toLog("timed out"));
        }
        clock.addAndGet(MINUTE);
        assertEquals("refused after 7 ms (and 10 times before)", log.toLog("refused", "refused after 7 ms"));
        assertEquals("timed out (and 10 times before)", log.toLog("timed out"));
    }

    @Test
    void causes_beyond_a_number_are_told_together() {
        long logged = IntStream.range(0, 10_000)
                .mapToObj(i -> log.toLog("cause " + i))
                .filter(Objects::nonNull)
                .count();
        assertEquals(101, logged);
    }

    @Test
    void when_it_is_over_the_next_is_news() {
        assertEquals("refused", log.toLog("refused"));
        log.over();
        assertEquals("refused", log.toLog("refused"));
    }

    @Test
    void of_many_threads_one_tells() {
        assertEquals(
                1,
                IntStream.range(0, 10_000)
                        .parallel()
                        .mapToObj(i -> log.toLog("refused"))
                        .filter(Objects::nonNull)
                        .count());
    }
}
