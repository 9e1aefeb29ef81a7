package dev.portside.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.domain.user.User;
import dev.portside.testkit.user.HookedUserStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class SuspendAwareClockTest {

    private static final Duration TTL = Duration.ofSeconds(5);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicLong millis = new AtomicLong(1_790_000_000_000L);
    private final SuspendAwareClock time = new SuspendAwareClock(nanos::get, millis::get);

    @Test
    void it_passes_as_both_clocks_go_on() {
        long before = time.getAsLong();

        pass(Duration.ofSeconds(7));

        assertEquals(Duration.ofSeconds(7).toNanos(), time.getAsLong() - before);
    }

    @Test
    void what_the_machine_was_suspended_for_has_passed() {
        long before = time.getAsLong();

        suspend(Duration.ofHours(3));
        pass(Duration.ofSeconds(1));
        suspend(Duration.ofSeconds(20));

        assertEquals(Duration.ofHours(3).plusSeconds(21).toNanos(), time.getAsLong() - before);
    }

    @Test
    void a_wall_clock_that_is_set_back_undoes_nothing_and_hides_no_suspension_after_it() {
        long before = time.getAsLong();

        millis.addAndGet(Duration.ofHours(-1).toMillis());
        assertEquals(before, time.getAsLong());
        pass(Duration.ofSeconds(2));
        suspend(Duration.ofMinutes(10));

        assertEquals(Duration.ofMinutes(10).plusSeconds(2).toNanos(), time.getAsLong() - before);
    }

    @Test
    void clocks_that_are_read_one_after_the_other_count_as_no_leap() {
        long before = time.getAsLong();

        for (int i = 0; i < 100; i++) {
            millis.addAndGet(i % 2 == 0 ? 900 : -900);
            assertEquals(before, time.getAsLong());
        }
    }

    @Test
    void on_this_machine_it_never_goes_back() {
        LongSupplier real = Cache.clock();
        long last = real.getAsLong();
        for (int i = 0; i < 10_000; i++) {
            long now = real.getAsLong();
            assertTrue(now - last >= 0);
            last = now;
        }
    }

    @Test
    void a_node_that_was_suspended_tells_nothing_from_before() {
        HookedUserStore store = new HookedUserStore();
        Cache cache = Cache.over(
                RemoteUserCache.NONE, RemoteVariantCache.NONE, Node.settings(TTL), new SimpleMeterRegistry(), time);
        try (Node node = new Node(cache, cache.caching(store), new SimpleMeterRegistry(), new AtomicLong())) {
            User ada = node.register("Ada");
            node.users().byId(ada.id());
            User renamed = Node.rename(store, ada, "By another node");
            assertEquals(Optional.of(ada), node.users().byId(ada.id()));

            suspend(TTL);

            assertEquals(Optional.of(renamed), node.users().byId(ada.id()));
        }
    }

    private void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        millis.addAndGet(duration.toMillis());
    }

    /** As {@code CLOCK_MONOTONIC} and the wall clock see it. */
    private void suspend(Duration duration) {
        millis.addAndGet(duration.toMillis());
    }
}
