package dev.portside.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An entry that is hit shortly before it expires is reloaded, and no caller waits for that. */
class RenewalTest {

    private static final Duration TTL = Duration.ofSeconds(5);

    private final List<Runnable> begun = new ArrayList<>();
    private final Generations generations = new Generations(1);
    private boolean busy;
    private long now;
    private int read;

    private final LocalCache<String, Integer> cache = new LocalCache<>(
            10,
            TTL,
            generations,
            () -> now,
            ReadCounters.of(new SimpleMeterRegistry(), "local", "list"),
            work -> !busy && begun.add(work));

    private int get() {
        return cache.get("page", () -> new LocalCache.Loaded<>(++read, true, now + TTL.toNanos()));
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void endReloads() {
        List<Runnable> ending = List.copyOf(begun);
        begun.clear();
        ending.forEach(Runnable::run);
    }

    @Test
    void in_the_last_fifth_of_its_life_it_is_read_anew_once() {
        get();
        pass(4_000);
        assertEquals(1, get());
        assertEquals(0, begun.size());
        pass(1);
        assertEquals(1, get());
        assertEquals(1, get());
        assertEquals(1, begun.size());

        endReloads();

        assertEquals(2, get());
        pass(4_000);
        assertEquals(2, get());
        assertEquals(2, read);
    }

    @Test
    void it_is_tried_again_when_others_are_being_renewed() {
        get();
        pass(4_500);
        busy = true;
        get();
        busy = false;
        get();

        assertEquals(1, begun.size());
    }

    @Test
    void it_is_never_told_for_longer_than_its_life() {
        get();
        pass(4_500);
        get();
        pass(500);

        assertEquals(2, get());
    }

    @Test
    void what_changed_while_it_was_renewed_is_read_again() {
        get();
        pass(4_500);
        get();
        Runnable renewal = begun.removeFirst();
        cache.get("page", () -> {
            throw new AssertionError("it is still good");
        });

        generations.next("page");
        assertEquals(2, get());
        generations.next("page");
        renewal.run();

        assertEquals(3, get());
    }

    @Test
    @Timeout(60)
    void a_renewal_that_fails_leaves_room_for_others() {
        CountDownLatch failed = new CountDownLatch(2);
        RefreshAhead one = RefreshAhead.few(1);

        while (failed.getCount() > 0) {
            one.start(() -> {
                failed.countDown();
                throw new IllegalStateException("no store");
            });
        }
    }
}
