package dev.portside.application.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.EventTotals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveCountsTest {

    private static final EventName VIEW = new EventName("view");
    private static final EventName PAY = new EventName("pay");

    private final Map<EventName, Long> stored = new ConcurrentHashMap<>();
    private final AtomicLong others = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile @Nullable RuntimeException trouble;

    private final LiveCounts counts =
            new LiveCounts(this::totals, Duration.ofMillis(5), 2, fault -> faults.incrementAndGet());

    private EventTotals totals() {
        asked.incrementAndGet();
        RuntimeException now = trouble;
        if (now != null) {
            throw now;
        }
        return new EventTotals(Map.copyOf(stored), others.get());
    }

    private void store(EventName name, long count) {
        stored.merge(name, count, Long::sum);
    }

    @AfterEach
    void stop() {
        counts.close();
    }

    @Test
    void what_is_stored_while_somebody_listens_is_told_once() throws Exception {
        store(VIEW, 5);
        try (LiveCounts.Listener listener = listen()) {
            store(VIEW, 2);
            store(PAY, 1);
            assertEquals(Map.of(VIEW, 2L, PAY, 1L), heard(listener, 3));

            store(PAY, 4);
            assertEquals(Map.of(PAY, 4L), heard(listener, 4));
            assertEquals(Optional.of(EventTotals.NONE), listener.next());
        }
    }

    @Test
    void one_who_is_slow_misses_nothing_and_delays_no_other() throws Exception {
        try (LiveCounts.Listener slow = listen();
                LiveCounts.Listener quick = listen()) {
            for (int i = 0; i < 10; i++) {
                store(VIEW, 1);
                assertEquals(Map.of(VIEW, 1L), heard(quick, 1));
            }
            assertEquals(Map.of(VIEW, 10L), heard(slow, 10));
        }
    }

    @Test
    void there_are_only_so_many_listeners_and_leaving_makes_room() {
        LiveCounts.Listener first = listen();
        listen();
        assertTrue(counts.listen().isEmpty());

        first.close();
        first.close();

        listen();
        assertTrue(counts.listen().isEmpty());
    }

    @Test
    void a_store_that_fails_is_a_pause() throws Exception {
        try (LiveCounts.Listener listener = listen()) {
            trouble = new Fault(Category.UNAVAILABLE, "unavailable");
            // A question under way may not have met with it yet.
            awaitFaults(listener, 1);
            store(VIEW, 3);
            awaitFaults(listener, 2);

            trouble = null;

            assertEquals(Map.of(VIEW, 3L), heard(listener, 3));
        }
    }

    @Test
    void who_cannot_begin_to_listen_takes_no_place() {
        trouble = new Fault(Category.UNAVAILABLE, "unavailable");
        for (int i = 0; i < 3; i++) {
            assertThrows(Fault.class, counts::listen);
        }
        trouble = null;

        listen();
        listen();
    }

    @Test
    void totals_that_fall_are_told_as_nothing() throws Exception {
        store(VIEW, 5);
        try (LiveCounts.Listener listener = listen()) {
            stored.remove(VIEW);
            int before = asked.get();
            // The next question begins after that, and has been answered when one more begins.
            while (asked.get() < before + 2) {
                assertEquals(Optional.of(EventTotals.NONE), listener.next());
            }
            assertEquals(Optional.of(EventTotals.NONE), listener.next());
            store(VIEW, 2);
            assertEquals(Map.of(VIEW, 2L), heard(listener, 2));
        }
    }

    @Test
    void nothing_is_queried_without_listeners() throws Exception {
        LiveCounts.Listener listener = listen();
        listener.next();
        listener.close();
        while (counts.isAsking()) {
            Thread.sleep(1);
        }
        int before = asked.get();

        LiveCounts.Listener second = listen();
        second.next();
        assertTrue(asked.get() >= before + 2, "asked when somebody begins to listen, and from time to time then");
        second.close();
    }

    @Test
    void closing_ends_listeners_and_refuses_new_ones() throws Exception {
        LiveCounts.Listener listener = listen();
        FutureTask<Boolean> ended = new FutureTask<>(() -> {
            while (listener.next().isPresent()) {
                Thread.sleep(1);
            }
            return true;
        });
        Thread.ofVirtual().start(ended);

        counts.close();

        assertTrue(ended.get());
        assertFalse(counts.listen().isPresent());
    }

    @Test
    void all_who_listen_share_one_object_however_many_names_there_are() throws Exception {
        for (int i = 0; i < EventTotals.MAX_NAMES; i++) {
            store(new EventName("name " + i), 1);
        }
        try (LiveCounts.Listener one = listen();
                LiveCounts.Listener other = listen()) {
            List<EventTotals> toldToOne = new ArrayList<>();
            List<EventTotals> toldToOther = new ArrayList<>();
            for (int round = 0; round < 1_000 && toldToOther.isEmpty(); round++) {
                store(new EventName("name " + round), 1);
                EventTotals first = one.next().orElseThrow();
                EventTotals second = other.next().orElseThrow();
                if (!first.names().isEmpty() && first.equals(second)) {
                    toldToOne.add(first);
                    toldToOther.add(second);
                }
            }
            assertSame(toldToOne.getFirst(), toldToOther.getFirst());
        }
    }

    /** The first counts of the third are later than those of the others, which still go on from their own. */
    @Test
    void who_joins_between_two_periods_leaves_the_others_their_shared_object() throws Exception {
        int together = 0;
        try (LiveCounts shared = new LiveCounts(this::totals, Duration.ofMillis(50), 3, fault -> {});
                LiveCounts.Listener one = shared.listen().orElseThrow();
                LiveCounts.Listener other = shared.listen().orElseThrow()) {
            for (int round = 0; round < 100 && together < 10; round++) {
                one.next();
                other.next();
                store(VIEW, 1);
                shared.listen().orElseThrow().close();
                store(PAY, 1);
                EventTotals first = one.next().orElseThrow();
                EventTotals second = other.next().orElseThrow();
                if (first.names().equals(Map.of(VIEW, 1L, PAY, 1L)) && first.equals(second)) {
                    assertSame(first, second);
                    together++;
                }
            }
        }
        assertTrue(together > 0, "they never received the same");
    }

    @Test
    void who_joins_while_the_store_fails_is_told_nothing_from_before() throws Exception {
        try (LiveCounts shared = new LiveCounts(this::totals, Duration.ofMillis(50), 2, fault -> {});
                LiveCounts.Listener first = shared.listen().orElseThrow()) {
            for (int round = 0; round < 10; round++) {
                first.next();
                store(VIEW, 5);
                try (LiveCounts.Listener joined = shared.listen().orElseThrow()) {
                    trouble = new Fault(Category.UNAVAILABLE, "unavailable");
                    assertEquals(Optional.of(EventTotals.NONE), joined.next());
                    trouble = null;
                    assertEquals(Optional.of(EventTotals.NONE), joined.next());
                    assertEquals(Optional.of(EventTotals.NONE), joined.next());
                }
            }
        }
    }

    @Test
    void a_message_has_the_most_frequent_names_and_the_rest_as_others() throws Exception {
        try (LiveCounts.Listener listener = listen()) {
            long events = 0;
            Map<EventName, Long> more = new HashMap<>();
            for (int i = 1; i <= LiveCounts.MAX_NAMED + 10; i++) {
                more.put(new EventName("name " + i), (long) i);
                events += i;
            }
            stored.putAll(more);
            others.set(7);

            long received = 0;
            int mostNames = 0;
            while (received < events + 7) {
                EventTotals next = listener.next().orElseThrow();
                mostNames = Math.max(mostNames, next.names().size());
                received += next.others()
                        + next.names().values().stream()
                                .mapToLong(Long::longValue)
                                .sum();
            }
            assertEquals(events + 7, received);
            assertTrue(mostNames <= LiveCounts.MAX_NAMED, "names in one message: " + mostNames);
        }
    }

    private void awaitFaults(LiveCounts.Listener listener, int more) throws InterruptedException {
        int before = faults.get();
        while (faults.get() < before + more) {
            assertEquals(Optional.of(EventTotals.NONE), listener.next());
        }
    }

    private LiveCounts.Listener listen() {
        return counts.listen().orElseThrow();
    }

    /** Returns all counts until they are of so many events. */
    private static Map<EventName, Long> heard(LiveCounts.Listener listener, long events) throws InterruptedException {
        Map<EventName, Long> all = new HashMap<>();
        while (all.values().stream().mapToLong(Long::longValue).sum() < events) {
            listener.next().orElseThrow().names().forEach((name, count) -> all.merge(name, count, Long::sum));
        }
        return all;
    }
}
