package dev.portside.application.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.application.concurrency.Coalescer.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoalescerTest {

    private static final Duration FOR_EVER = Duration.ofHours(1);

    private final List<Thread> running = new ArrayList<>();
    private final HeldSource source = new HeldSource();

    @AfterEach
    void stop() {
        source.letAllGo();
        running.forEach(Thread::interrupt);
    }

    @Test
    void who_is_alone_reads_at_once_each_time() {
        Coalescer<String, String> coalescer = coalescer(new Limits(10, 1, 1, FOR_EVER));
        source.letAllGo();

        assertEquals(Optional.of("value of a"), coalescer.get("a"));
        assertEquals(Optional.of("value of a"), coalescer.get("a"));
        assertEquals(Optional.empty(), coalescer.get(HeldSource.ABSENT));
        assertEquals(List.of(Set.of("a"), Set.of("a"), Set.of(HeldSource.ABSENT)), source.asked());
        assertEquals(3, coalescer.readings());
    }

    @Test
    void all_that_arrive_during_a_reading_share_the_next() throws Exception {
        Coalescer<String, String> coalescer = coalescer(new Limits(10, 1, 1, FOR_EVER));
        Future<Optional<String>> first = get(coalescer, "a");
        source.awaitAsked(1);
        List<Future<Optional<String>>> others = new ArrayList<>();
        for (String key : List.of("a", "b", "a", "c", HeldSource.ABSENT, "b")) {
            others.add(get(coalescer, key));
            awaitWaiting(coalescer, others.size());
        }

        source.letGo(1);
        source.awaitAsked(2);
        assertTrue(others.stream().noneMatch(Future::isDone), "answered by a reading that began before");
        source.letGo(1);

        assertEquals(Optional.of("value of a"), first.get());
        assertEquals(
                List.of("value of a", "value of b", "value of a", "value of c", "-", "value of b"), values(others));
        assertSame(others.get(0).get().orElseThrow(), others.get(2).get().orElseThrow());
        assertEquals(List.of(Set.of("a"), Set.of("a", "b", "c", HeldSource.ABSENT)), source.asked());
        assertEquals(7, coalescer.reads());
        assertEquals(2, coalescer.readings());
    }

    @Test
    void a_reading_is_for_no_more_keys_than_the_limit() throws Exception {
        Coalescer<String, String> coalescer = coalescer(new Limits(3, 1, 1, FOR_EVER));
        List<Future<Optional<String>>> all = new ArrayList<>(List.of(get(coalescer, "first")));
        source.awaitAsked(1);
        for (int i = 0; i < 10; i++) {
            all.add(get(coalescer, "key " + i));
        }
        awaitWaiting(coalescer, 10);
        source.letAllGo();

        for (Future<Optional<String>> one : all) {
            assertTrue(one.get().isPresent());
        }
        assertTrue(
                source.asked().stream().allMatch(keys -> keys.size() <= 3),
                source.asked().toString());
        assertEquals(1 + 4, coalescer.readings());
    }

    @Test
    void a_failure_reaches_those_it_was_for_and_no_later_caller() throws Exception {
        Coalescer<String, String> coalescer = coalescer(new Limits(10, 1, 1, FOR_EVER));
        Future<Optional<String>> first = get(coalescer, "a");
        source.awaitAsked(1);
        List<Future<Optional<String>>> failing = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            failing.add(get(coalescer, "b"));
            awaitWaiting(coalescer, i + 1);
        }
        Fault unavailable = new Fault(Category.UNAVAILABLE, "unavailable");
        source.failNext(1, unavailable);
        source.letAllGo();

        assertEquals(Optional.of("value of a"), first.get());
        List<Throwable> faults = new ArrayList<>();
        for (Future<Optional<String>> one : failing) {
            Fault fault = assertInstanceOf(Fault.class, failure(one));
            assertEquals(Category.UNAVAILABLE, fault.category());
            faults.add(fault);
        }
        assertEquals(3, Set.copyOf(faults).size(), "one exception thrown by several threads");
        assertEquals(Optional.of("value of b"), coalescer.get("b"));
    }

    @Test
    void a_failure_that_is_no_fault_becomes_an_internal_error() throws Exception {
        Coalescer<String, String> coalescer = coalescer(new Limits(10, 1, 1, FOR_EVER));
        Future<Optional<String>> first = get(coalescer, "a");
        source.awaitAsked(1);
        List<Future<Optional<String>>> failing = List.of(get(coalescer, "b"), get(coalescer, "b"));
        awaitWaiting(coalescer, 2);
        source.failNext(1, new IllegalStateException("broken"));
        source.letAllGo();

        first.get();
        List<Throwable> faults = List.of(failure(failing.get(0)), failure(failing.get(1)));
        assertTrue(faults.stream().anyMatch(IllegalStateException.class::isInstance), "its own, to who led");
        assertTrue(
                faults.stream().anyMatch(one -> one instanceof Fault fault && fault.category() == Category.INTERNAL));
    }

    @Test
    void one_that_is_interrupted_while_it_waits_gives_up_alone() throws Exception {
        Coalescer<String, String> coalescer = coalescer(new Limits(10, 1, 1, FOR_EVER));
        Future<Optional<String>> first = get(coalescer, "a");
        source.awaitAsked(1);
        Future<Optional<String>> impatient = get(coalescer, "b");
        awaitWaiting(coalescer, 1);
        Future<Optional<String>> patient = get(coalescer, "b");
        awaitWaiting(coalescer, 2);

        impatient.cancel(true);
        awaitWaiting(coalescer, 1);
        source.letAllGo();

        assertEquals(Optional.of("value of a"), first.get());
        assertEquals(Optional.of("value of b"), patient.get());
    }

    @Test
    void when_the_one_who_reads_for_others_is_interrupted_they_are_read_for_anew() throws Exception {
        Coalescer<String, String> coalescer = coalescer(new Limits(10, 1, 1, FOR_EVER));
        Future<Optional<String>> first = get(coalescer, "a");
        source.awaitAsked(1);
        Future<Optional<String>> leader = get(coalescer, "b");
        awaitWaiting(coalescer, 1);
        List<Future<Optional<String>>> others = List.of(get(coalescer, "b"), get(coalescer, "c"));
        awaitWaiting(coalescer, 3);
        source.letGo(1);
        first.get();
        source.awaitAsked(2);

        leader.cancel(true);
        source.awaitAsked(3);
        source.letAllGo();

        assertEquals(List.of("value of b", "value of c"), values(others));
        assertEquals(Set.of("b", "c"), source.asked().getLast());
    }

    @Test
    void who_comes_interrupted_is_told_so_and_stays_interrupted() throws Exception {
        Coalescer<String, String> coalescer = coalescer(new Limits(10, 1, 1, FOR_EVER));
        Future<Optional<String>> first = get(coalescer, "a");
        source.awaitAsked(1);

        Future<Optional<String>> interrupted = run(() -> {
            Thread.currentThread().interrupt();
            Fault fault = assertThrows(Fault.class, () -> coalescer.get("b"));
            assertEquals(Category.TIMEOUT, fault.category());
            return Optional.of(Thread.interrupted() ? "stayed" : "did not stay");
        });

        assertEquals(Optional.of("stayed"), interrupted.get());
        assertTrue(!first.isDone());
        assertEquals(0, coalescer.waiting());
    }

    @Test
    void a_reading_that_hangs_does_not_hold_up_the_next() throws Exception {
        Coalescer<String, String> coalescer = coalescer(new Limits(10, 1, 3, Duration.ofMillis(20)));
        Future<Optional<String>> hanging = get(coalescer, "a");
        source.awaitAsked(1);
        source.hold(1);
        source.letAllGo();

        assertEquals(Optional.of("value of b"), get(coalescer, "b").get());
        assertEquals(Optional.of("value of a"), get(coalescer, "a").get());
        assertTrue(!hanging.isDone());
    }

    @Test
    void one_that_others_read_for_waits_without_using_the_processor() throws Exception {
        Coalescer<String, String> coalescer = coalescer(new Limits(10, 2, 2, FOR_EVER));
        Future<Optional<String>> first = get(coalescer, "first");
        source.awaitAsked(1);
        List<Future<Optional<String>>> others = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            others.add(get(coalescer, "key " + i));
            awaitWaiting(coalescer, i + 1);
        }
        source.letGo(1);
        first.get();
        source.awaitAsked(2);

        // A second reading may begin beside this one, which is for many keys; so each finds that its ask is taken.
        List<Thread> followers = running.subList(2, running.size());
        followers.forEach(LockSupport::unpark);
        HeldSource.awaitParked(followers);

        source.letAllGo();
        for (Future<Optional<String>> one : others) {
            assertTrue(one.get().isPresent());
        }
        assertEquals(2, coalescer.readings());
    }

    @Test
    void one_that_has_waited_long_enough_uses_no_processor_while_as_much_is_read_as_may_be() throws Exception {
        Coalescer<String, String> coalescer = coalescer(new Limits(1, 1, 1, Duration.ZERO));
        Future<Optional<String>> hanging = get(coalescer, "a");
        source.awaitAsked(1);
        Future<Optional<String>> waiting = get(coalescer, "b");

        HeldSource.awaitParked(running);

        source.letAllGo();
        assertEquals(Optional.of("value of a"), hanging.get());
        assertEquals(Optional.of("value of b"), waiting.get());
    }

    @Test
    void when_all_readings_hang_those_who_give_up_leave_nothing_behind() throws Exception {
        Coalescer<String, String> coalescer = coalescer(new Limits(1, 1, 2, Duration.ofMillis(1)));
        List<Future<Optional<String>>> hanging = List.of(get(coalescer, "a"), get(coalescer, "b"));
        source.awaitAsked(2);
        List<Future<Optional<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(get(coalescer, "key " + i));
        }
        awaitWaiting(coalescer, 100);

        waiting.forEach(one -> one.cancel(true));

        awaitWaiting(coalescer, 0);
        assertTrue(hanging.stream().noneMatch(Future::isDone));
        assertEquals(2, source.asked().size());
    }

    @Test
    void one_that_reads_for_others_is_not_whom_the_others_wait_for() throws Exception {
        Coalescer<String, String> coalescer = coalescer(new Limits(1, 1, 3, Duration.ofMillis(20)));
        List<Future<Optional<String>>> all = new ArrayList<>(List.of(get(coalescer, "first")));
        source.awaitAsked(1);
        for (int i = 0; i < 6; i++) {
            all.add(get(coalescer, "key " + i));
        }
        // The first and the second, which begins beside it, hang; the others are read beside them, one after the other.
        source.hold(1);
        source.hold(2);
        source.letAllGo();

        while (all.stream().filter(Future::isDone).count() < 5) {
            Thread.sleep(1);
        }
        assertEquals(0, coalescer.waiting());
    }

    @Test
    void who_gave_up_during_a_reading_is_not_waited_for_when_it_is_begun_anew() throws Exception {
        Coalescer<String, String> coalescer = coalescer(new Limits(10, 1, 1, FOR_EVER));
        Future<Optional<String>> first = get(coalescer, "a");
        source.awaitAsked(1);
        List<Future<Optional<String>>> led = new ArrayList<>();
        for (String key : List.of("b", "c", "d")) {
            led.add(get(coalescer, key));
            awaitWaiting(coalescer, led.size());
        }
        source.letGo(1);
        first.get();
        source.awaitAsked(2);
        led.get(1).cancel(true);
        running.get(2).join();

        led.get(0).cancel(true);
        source.awaitAsked(3);
        source.letAllGo();

        assertEquals(Optional.of("value of d"), led.get(2).get());
        assertEquals(Set.of("d"), source.asked().getLast());
    }

    @Test
    void a_failure_that_may_be_of_one_key_reaches_the_reads_of_that_key_alone() throws Exception {
        Coalescer<String, String> coalescer = coalescer(new Limits(10, 1, 1, FOR_EVER));
        Future<Optional<String>> first = get(coalescer, "a");
        source.awaitAsked(1);
        List<Future<Optional<String>>> merged = new ArrayList<>();
        for (String key : List.of("b", HeldSource.BROKEN, "c")) {
            merged.add(get(coalescer, key));
            awaitWaiting(coalescer, merged.size());
        }
        source.letAllGo();

        first.get();
        assertEquals(Optional.of("value of b"), merged.get(0).get());
        assertEquals(Optional.of("value of c"), merged.get(2).get());
        assertEquals(
                Category.INTERNAL,
                assertInstanceOf(Fault.class, failure(merged.get(1))).category());
    }

    @Test
    void equal_reads_share_the_next_reading_and_different_ones_share_none() throws Exception {
        KeyedCoalescer<String, String> reads = new KeyedCoalescer<>(source::one, FOR_EVER);
        List<Future<Optional<String>>> all = new ArrayList<>(List.of(run(() -> reads.get("a"))));
        source.awaitAsked(1);
        for (int i = 0; i < 20; i++) {
            all.add(run(() -> reads.get("a")));
        }
        HeldSource.awaitParked(running);
        all.add(run(() -> reads.get("b")));
        source.awaitAsked(2);
        source.letAllGo();

        for (Future<Optional<String>> one : all) {
            assertTrue(one.get().isPresent());
        }
        assertEquals(List.of(Set.of("a"), Set.of("b"), Set.of("a")), source.asked());
    }

    private Coalescer<String, String> coalescer(Limits limits) {
        return new Coalescer<>(source::one, source::many, limits);
    }

    private Future<Optional<String>> get(Coalescer<String, String> coalescer, String key) {
        return run(() -> coalescer.get(key));
    }

    private Future<Optional<String>> run(Callable<Optional<String>> read) {
        FutureTask<Optional<String>> task = new FutureTask<>(read);
        running.add(Thread.startVirtualThread(task));
        return task;
    }

    private static List<String> values(List<Future<Optional<String>>> futures) throws Exception {
        List<String> values = new ArrayList<>();
        for (Future<Optional<String>> one : futures) {
            values.add(one.get().orElse("-"));
        }
        return values;
    }

    private static Throwable failure(Future<?> future) {
        return Objects.requireNonNull(
                assertThrows(ExecutionException.class, future::get).getCause());
    }

    private static void awaitWaiting(Coalescer<String, String> coalescer, int number) throws InterruptedException {
        while (coalescer.waiting() != number) {
            Thread.sleep(1);
        }
    }
}
