package dev.portside.application.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.event.GroupCommitEventLog.Limits;
import dev.portside.application.inmemory.InMemoryEventStore;
import dev.portside.domain.event.Event;
import dev.portside.domain.event.EventId;
import dev.portside.domain.event.EventName;
import dev.portside.domain.event.NewEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupCommitEventLogTest {

    private static final String BROKEN = "broken";
    private static final String HELD = "held";
    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final List<List<NewEvent>> groups = new CopyOnWriteArrayList<>();
    private final Semaphore mayEnd = new Semaphore(0);
    private final Semaphore begun = new Semaphore(0);
    private volatile Optional<Fault> failing = Optional.empty();

    /** Stores when the test says so. */
    private final EventLog slow = events -> {
        groups.add(List.copyOf(events));
        begun.release();
        mayEnd.acquireUninterruptibly();
        if (failing.isPresent()) {
            throw failing.get();
        }
        if (events.stream().anyMatch(event -> event.event().name().value().equals(BROKEN))) {
            throw new Fault(Category.INTERNAL, "broken");
        }
        if (events.stream().anyMatch(event -> event.event().name().value().equals(HELD))) {
            throw new Fault(Category.OVERLOADED, "held by another transaction");
        }
        return store.record(events);
    };

    @AfterEach
    void stop() {
        mayEnd.release(1_000_000);
    }

    @Test
    void calls_that_come_during_a_group_share_the_next_and_each_gets_its_own_results() throws Exception {
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(100, 1, 1, 1_000, 1 << 20));
        Future<List<RecordResult>> first = record(log, event(1));
        begun.acquire();
        List<Future<List<RecordResult>>> others = new ArrayList<>();
        others.add(record(log, event(2), event(3)));
        awaitWaiting(log, 2);
        others.add(record(log, event(1), event(4)));
        awaitWaiting(log, 4);
        others.add(record(log, event(4)));
        awaitWaiting(log, 5);

        mayEnd.release(2);

        assertEquals(List.of(RecordResult.STORED), first.get());
        assertEquals(
                List.of(RecordResult.STORED, RecordResult.STORED), others.get(0).get());
        assertEquals(
                List.of(RecordResult.DUPLICATE, RecordResult.STORED),
                others.get(1).get());
        assertEquals(List.of(RecordResult.DUPLICATE), others.get(2).get());
        assertEquals(2, groups.size());
        assertEquals(2, log.groups());
        assertEquals(4, log.calls());
    }

    @Test
    void no_call_is_answered_before_the_group_is_stored() throws Exception {
        GroupCommitEventLog log = new GroupCommitEventLog(slow, Limits.DEFAULTS);
        Future<List<RecordResult>> call = record(log, event(1));
        begun.acquire();

        assertTrue(!call.isDone());
        assertEquals(0, store.totals().names().size());
        mayEnd.release();
        call.get();
        assertEquals(1, store.totals().names().size());
    }

    @Test
    void groups_are_bounded_and_a_call_of_more_is_a_group_of_its_own() throws Exception {
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(3, 1, 1, 1_000, 1 << 20));
        start(log, event(1));
        begun.acquire();
        start(log, event(2), event(3));
        awaitWaiting(log, 2);
        start(log, event(4), event(5));
        awaitWaiting(log, 4);
        Future<List<RecordResult>> large = record(log, event(6), event(7), event(8), event(9));
        awaitWaiting(log, 8);
        mayEnd.release(4);
        large.get();

        assertEquals(List.of(1, 2, 2, 4), groups.stream().map(List::size).toList());
    }

    @Test
    void more_than_may_wait_is_refused_before_anything_is_done() throws Exception {
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(10, 1, 1, 2, 1 << 20));
        start(log, event(1));
        begun.acquire();
        Future<List<RecordResult>> waiting = record(log, event(2), event(3));
        awaitWaiting(log, 2);

        Fault fault = assertThrows(Fault.class, () -> log.record(List.of(event(4))));

        assertEquals(Category.OVERLOADED, fault.category());
        mayEnd.release(2);
        assertEquals(2, waiting.get().size());
        assertEquals(2, groups.size());
    }

    @Test
    void what_waits_is_bounded_in_bytes_too() throws Exception {
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(10, 1, 1, 1_000, 1_000));
        start(log, event(1));
        begun.acquire();
        start(log, event(2), event(3));
        awaitWaiting(log, 2);

        assertEquals(
                Category.OVERLOADED,
                assertThrows(Fault.class, () -> log.record(List.of(event(4)))).category());
    }

    @Test
    void an_event_that_cannot_be_stored_fails_its_own_call_only() throws Exception {
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(100, 1, 1, 1_000, 1 << 20));
        start(log, event(1));
        begun.acquire();
        Future<List<RecordResult>> good = record(log, event(2));
        awaitWaiting(log, 1);
        Future<List<RecordResult>> bad = record(log, event(3, BROKEN), event(4));
        awaitWaiting(log, 3);
        mayEnd.release(4);

        assertEquals(List.of(RecordResult.STORED), good.get());
        assertEquals(Category.INTERNAL, failure(bad).category());
    }

    @Test
    void a_store_that_is_away_fails_the_whole_group_once() throws Exception {
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(100, 1, 1, 1_000, 1 << 20));
        Future<List<RecordResult>> first = record(log, event(1));
        begun.acquire();
        List<Future<List<RecordResult>>> others = List.of(record(log, event(2)), record(log, event(3)));
        awaitWaiting(log, 2);
        failing = Optional.of(new Fault(Category.UNAVAILABLE, "unavailable"));
        mayEnd.release(2);

        assertEquals(Category.UNAVAILABLE, failure(first).category());
        for (Future<List<RecordResult>> other : others) {
            assertEquals(Category.UNAVAILABLE, failure(other).category());
        }
        assertEquals(2, groups.size());
    }

    @Test
    void an_event_that_another_transaction_holds_fails_its_own_call_only() throws Exception {
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(100, 1, 1, 1_000, 1 << 20));
        start(log, event(1));
        begun.acquire();
        Future<List<RecordResult>> held = record(log, event(2, HELD), event(3));
        awaitWaiting(log, 2);
        Future<List<RecordResult>> free = record(log, event(4));
        awaitWaiting(log, 3);
        mayEnd.release(4);

        assertEquals(Category.OVERLOADED, failure(held).category());
        assertEquals(List.of(RecordResult.STORED), free.get());
        assertEquals(2L, store.totals().names().get(new EventName("view")));
    }

    @Test
    void where_everything_is_held_by_others_few_calls_wait_for_them_one_by_one() throws Exception {
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(100, 1, 1, 1_000, 1 << 20));
        start(log, event(1));
        begun.acquire();
        List<Future<List<RecordResult>>> calls = new ArrayList<>();
        for (int i = 2; i < 52; i++) {
            calls.add(record(log, event(i, HELD)));
            awaitWaiting(log, calls.size());
        }
        mayEnd.release(1_000);

        for (Future<List<RecordResult>> call : calls) {
            assertEquals(Category.OVERLOADED, failure(call).category());
        }
        assertEquals(1 + 1 + 4 + 3, groups.size());
    }

    @Test
    void calls_behind_many_that_are_held_are_stored() throws Exception {
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(100, 1, 1, 1_000, 1 << 20));
        start(log, event(1));
        begun.acquire();
        List<Future<List<RecordResult>>> held = new ArrayList<>();
        List<Future<List<RecordResult>>> free = new ArrayList<>();
        for (int i = 2; i < 52; i++) {
            boolean isHeld = i < 8;
            (isHeld ? held : free).add(record(log, isHeld ? event(i, HELD) : event(i)));
            awaitWaiting(log, i - 1);
        }
        mayEnd.release(1_000);

        for (Future<List<RecordResult>> call : held) {
            assertEquals(Category.OVERLOADED, failure(call).category());
        }
        // The first part of the rest has the two that are held behind the four, and four others.
        for (Future<List<RecordResult>> call : free.subList(4, free.size())) {
            assertEquals(List.of(RecordResult.STORED), call.get());
        }
    }

    @Test
    void who_is_interrupted_while_waiting_takes_its_events_along() throws Exception {
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(100, 1, 1, 1_000, 1 << 20));
        start(log, event(1));
        begun.acquire();
        FutureTask<List<RecordResult>> impatient = record(log, event(2));
        awaitWaiting(log, 1);
        Future<List<RecordResult>> patient = record(log, event(3));
        awaitWaiting(log, 2);

        impatient.cancel(true);
        awaitWaiting(log, 1);
        mayEnd.release(2);

        assertEquals(List.of(RecordResult.STORED), patient.get());
        assertEquals(List.of(event(3)), groups.getLast());
    }

    @Test
    void who_is_interrupted_while_its_group_is_written_leaves_the_group_alone() throws Exception {
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(100, 1, 1, 1_000, 1 << 20));
        FutureTask<List<RecordResult>> impatient = record(log, event(1));
        begun.acquire();

        impatient.cancel(true);
        mayEnd.release();
        log.close();

        assertEquals(1L, store.totals().names().get(new EventName("view")));
    }

    @Test
    void closing_waits_for_what_has_come_and_takes_no_more() throws Exception {
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(1, 1, 1, 1_000, 1 << 20));
        List<Future<List<RecordResult>>> calls = List.of(record(log, event(1)), record(log, event(2)));
        begun.acquire();
        awaitWaiting(log, 1);
        mayEnd.release(2);

        log.close();

        for (Future<List<RecordResult>> call : calls) {
            assertEquals(List.of(RecordResult.STORED), call.get());
        }
        Fault fault = assertThrows(Fault.class, () -> log.record(List.of(event(3))));
        assertEquals(Category.UNAVAILABLE, fault.category());
    }

    @Test
    void a_call_that_no_writer_can_be_started_for_is_refused_and_not_stored() throws Exception {
        StingyThreads threads = new StingyThreads();
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(100, 2, 1, 1_000, 1 << 20), threads);
        mayEnd.release(1_000_000);
        threads.stingy = true;

        Fault fault = assertThrows(Fault.class, () -> log.record(List.of(event(1))));

        assertEquals(Category.OVERLOADED, fault.category());
        assertEquals(0, log.waitingEvents());
        threads.stingy = false;
        assertEquals(List.of(RecordResult.STORED), record(log, event(2)).get());
        log.close();
        assertEquals(List.of(List.of(event(2))), groups);
    }

    @Test
    void where_no_other_writer_can_be_started_the_one_that_works_goes_on_with_what_waits() throws Exception {
        StingyThreads threads = new StingyThreads();
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(100, 2, 1, 1_000, 1 << 20), threads);
        Future<List<RecordResult>> first = record(log, event(1));
        begun.acquire();
        threads.stingy = true;
        Future<List<RecordResult>> second = record(log, event(2));
        awaitWaiting(log, 1);

        mayEnd.release(2);

        assertEquals(List.of(RecordResult.STORED), first.get());
        assertEquals(List.of(RecordResult.STORED), second.get());
        log.close();
    }

    /** Factory that has no threads for some time, as a machine at its limit. */
    private static final class StingyThreads implements ThreadFactory {

        private volatile boolean stingy;

        @Override
        public Thread newThread(Runnable work) {
            return new Thread(work) {
                @Override
                public void start() {
                    if (stingy) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    super.start();
                }
            };
        }
    }

    @Test
    void many_calls_at_once_store_each_event_once() throws Exception {
        mayEnd.release(1_000_000);
        GroupCommitEventLog log = new GroupCommitEventLog(slow, new Limits(50, 3, 1, 10_000, 1 << 24));
        CountDownLatch start = new CountDownLatch(1);
        List<Future<List<RecordResult>>> calls = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            NewEvent[] events = {event(i % 100), event(1_000 + i)};
            FutureTask<List<RecordResult>> call = new FutureTask<>(() -> {
                start.await();
                return log.record(List.of(events));
            });
            Thread.startVirtualThread(call);
            calls.add(call);
        }
        start.countDown();

        int stored = 0;
        for (Future<List<RecordResult>> call : calls) {
            stored += (int)
                    call.get().stream().filter(RecordResult.STORED::equals).count();
        }
        assertEquals(500, stored);
        assertEquals(500L, store.totals().names().get(new EventName("view")));
        assertTrue(log.groups() < log.calls(), "nothing was written together");
    }

    private static void start(EventLog log, NewEvent... events) {
        var unused = record(log, events);
    }

    private static FutureTask<List<RecordResult>> record(EventLog log, NewEvent... events) {
        FutureTask<List<RecordResult>> call = new FutureTask<>(() -> log.record(List.of(events)));
        Thread.startVirtualThread(call);
        return call;
    }

    private static Fault failure(Future<?> call) {
        return assertInstanceOf(
                Fault.class, assertThrows(ExecutionException.class, call::get).getCause());
    }

    private static void awaitWaiting(GroupCommitEventLog log, int events) throws InterruptedException {
        while (log.waitingEvents() != events) {
            if (Thread.interrupted()) {
                throw new InterruptedException("There are " + log.waitingEvents() + " events waiting");
            }
            Thread.sleep(1);
        }
    }

    private static NewEvent event(int id) {
        return event(id, "view");
    }

    private static NewEvent event(int id, String name) {
        return new NewEvent(
                new Event(new EventId(new UUID(0, id)), new EventName(name), Optional.empty(), NOON, "{}"), Map.of());
    }
}
