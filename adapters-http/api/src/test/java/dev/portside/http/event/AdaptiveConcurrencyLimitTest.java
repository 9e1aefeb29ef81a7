package dev.portside.http.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdaptiveConcurrencyLimitTest {

    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final List<Integer> begun = Collections.synchronizedList(new ArrayList<>());

    @Test
    void they_come_in_the_order_in_which_they_asked() throws Exception {
        AdaptiveConcurrencyLimit turns =
                new AdaptiveConcurrencyLimit(new AdaptiveConcurrencyLimit.Limits(1, FOR_EVER, 4, 10));
        turns.begin();
        List<FutureTask<Void>> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(start(turns, i, new CountDownLatch(0)));
            awaitWaiting(turns, i + 1);
        }
        assertEquals(List.of(), begun);

        turns.end();

        for (FutureTask<Void> other : others) {
            other.get();
        }
        assertEquals(List.of(0, 1, 2), begun);
        assertEquals(0, turns.waiting());
    }

    @Test
    void when_nobody_has_begun_for_a_while_more_do_but_not_all() throws Exception {
        AdaptiveConcurrencyLimit turns =
                new AdaptiveConcurrencyLimit(new AdaptiveConcurrencyLimit.Limits(1, Duration.ofMillis(1), 3, 10));
        CountDownLatch end = new CountDownLatch(1);
        List<FutureTask<Void>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(start(turns, i, end));
        }
        awaitBegun(3);
        awaitWaiting(turns, 2);
        assertEquals(3, begun.size());

        end.countDown();
        for (FutureTask<Void> one : all) {
            one.get();
        }
        assertEquals(5, begun.size());
    }

    @Test
    void more_than_may_wait_are_refused() throws Exception {
        AdaptiveConcurrencyLimit turns =
                new AdaptiveConcurrencyLimit(new AdaptiveConcurrencyLimit.Limits(1, FOR_EVER, 1, 1));
        turns.begin();
        FutureTask<Void> waits = start(turns, 1, new CountDownLatch(0));
        awaitWaiting(turns, 1);
        assertEquals(
                Category.OVERLOADED, assertThrows(Fault.class, turns::begin).category());
        turns.end();
        waits.get();
    }

    @Test
    void who_is_interrupted_waits_no_longer_and_keeps_nobody_waiting() throws Exception {
        AdaptiveConcurrencyLimit turns =
                new AdaptiveConcurrencyLimit(new AdaptiveConcurrencyLimit.Limits(1, FOR_EVER, 1, 10));
        turns.begin();
        Thread.currentThread().interrupt();
        assertEquals(Category.TIMEOUT, assertThrows(Fault.class, turns::begin).category());
        assertEquals(true, Thread.interrupted());
        FutureTask<Void> next = start(turns, 7, new CountDownLatch(0));
        awaitWaiting(turns, 1);
        turns.end();
        next.get();
        assertEquals(List.of(7), begun);
    }

    private FutureTask<Void> start(AdaptiveConcurrencyLimit turns, int number, CountDownLatch end) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            turns.begin();
            try {
                begun.add(number);
                end.await();
            } finally {
                turns.end();
            }
            return null;
        });
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static void awaitWaiting(AdaptiveConcurrencyLimit turns, int waiting) throws InterruptedException {
        while (turns.waiting() != waiting) {
            Thread.sleep(1);
        }
    }

    private void awaitBegun(int count) throws InterruptedException {
        while (begun.size() < count) {
            Thread.sleep(1);
        }
    }
}
