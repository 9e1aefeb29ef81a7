package dev.portside.application.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CpuBulkheadTest {

    private final CpuBulkhead bulkhead = new CpuBulkhead(1, 1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @AfterEach
    void stop() {
        mayEnd.countDown();
        bulkhead.close();
    }

    @Test
    void work_is_done_on_a_platform_thread_and_its_result_returned() throws Exception {
        FutureTask<Boolean> virtual =
                new FutureTask<>(() -> bulkhead.run(() -> Thread.currentThread().isVirtual()));
        Thread.startVirtualThread(virtual);

        assertFalse(virtual.get());
    }

    @Test
    void work_gives_way_to_everything_else() {
        assertEquals(
                Thread.MIN_PRIORITY, bulkhead.run(() -> Thread.currentThread().getPriority()));
    }

    @Test
    void what_work_throws_is_thrown() {
        RuntimeException mistake = new IllegalStateException("on purpose");
        assertSame(
                mistake,
                assertThrows(
                        RuntimeException.class,
                        () -> bulkhead.run(() -> {
                            throw mistake;
                        })));
    }

    @Test
    void only_so_much_waits() throws Exception {
        FutureTask<String> first = started();
        List<FutureTask<String>> more = List.of(
                new FutureTask<>(() -> bulkhead.run(() -> "more")), new FutureTask<>(() -> bulkhead.run(() -> "more")));
        more.forEach(Thread::startVirtualThread);

        // One takes the only place in the queue, the other is refused.
        while (more.stream().noneMatch(FutureTask::isDone)) {
            if (Thread.interrupted()) {
                throw new InterruptedException("No call was refused");
            }
            Thread.sleep(1);
        }
        mayEnd.countDown();

        assertEquals("first", first.get());
        List<String> outcomes = new ArrayList<>();
        for (FutureTask<String> task : more) {
            outcomes.add(outcome(task));
        }
        Collections.sort(outcomes);
        assertEquals(List.of("OVERLOADED", "more"), outcomes);
    }

    private static String outcome(FutureTask<String> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            return assertInstanceOf(Fault.class, e.getCause()).category().toString();
        }
    }

    @Test
    void an_interrupt_ends_the_waiting_and_the_work() throws Exception {
        FutureTask<Boolean> waiting = new FutureTask<>(() -> {
            Fault fault = assertThrows(Fault.class, () -> bulkhead.run(this::slow));
            return fault.category() == Category.TIMEOUT
                    && Thread.currentThread().isInterrupted();
        });
        Thread thread = Thread.startVirtualThread(waiting);
        begun.await();

        thread.interrupt();

        assertTrue(waiting.get());
        interrupted.await();
    }

    @Test
    void work_that_takes_too_long_is_interrupted() throws Exception {
        // Work that no thread came to in time never begins, and is another case.
        while (begun.getCount() > 0) {
            Fault fault = assertThrows(Fault.class, () -> bulkhead.run(this::slow, Cost.HEAVY, Duration.ofMillis(50)));
            assertEquals(Category.TIMEOUT, fault.category());
        }
        interrupted.await();
    }

    @Test
    void who_gives_up_leaves_the_queue() throws Exception {
        FutureTask<String> first = started();
        for (int i = 0; i < 3; i++) {
            // With one place in the queue, the second of these would be refused if the first were still there.
            Fault fault = assertThrows(Fault.class, () -> bulkhead.run(() -> "late", Cost.HEAVY, Duration.ofMillis(5)));
            assertEquals(Category.TIMEOUT, fault.category());
        }
        assertEquals(0, bulkhead.waiting());
        assertEquals(1, bulkhead.running());
        mayEnd.countDown();
        assertEquals("first", first.get());
    }

    @Test
    void who_waits_when_it_ends_is_told_so() throws Exception {
        FutureTask<String> first = started();
        FutureTask<String> second = new FutureTask<>(() -> bulkhead.run(() -> "second"));
        Thread.startVirtualThread(second);
        while (bulkhead.waiting() == 0) {
            Thread.sleep(1);
        }

        bulkhead.close();

        assertEquals("UNAVAILABLE", outcome(second));
        assertEquals("first", first.get());
    }

    @Test
    void how_long_work_waited_and_ran_is_told() {
        List<String> observations = Collections.synchronizedList(new ArrayList<>());
        try (CpuBulkhead observed = new CpuBulkhead(1, 1, new CpuBulkhead.Observer() {
            @Override
            public void begun(Duration waited) {
                observations.add("begun " + !waited.isNegative());
            }

            @Override
            public void ended(Duration ran) {
                observations.add("ended " + !ran.isNegative());
            }
        })) {
            observed.run(() -> observations.add("work"));
        }
        assertEquals(List.of("begun true", "work", "ended true"), observations);
    }

    @Test
    void nothing_is_taken_after_the_end() {
        bulkhead.close();
        Fault fault = assertThrows(Fault.class, () -> bulkhead.run(() -> "late"));
        assertEquals(Category.UNAVAILABLE, fault.category());
    }

    private FutureTask<String> started() throws InterruptedException {
        FutureTask<String> task = new FutureTask<>(() -> bulkhead.run(this::slow));
        Thread.startVirtualThread(task);
        begun.await();
        return task;
    }

    private String slow() {
        begun.countDown();
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            interrupted.countDown();
            Thread.currentThread().interrupt();
        }
        return "first";
    }

    @Test
    void threads_of_somebody_elses_are_taken_for_as_long_as_there_is_work_and_given_back_as_they_were()
            throws Exception {
        try (ExecutorService host = Executors.newFixedThreadPool(2);
                CpuBulkhead lent = CpuBulkhead.on(host, 1, 1, CpuBulkhead.Observer.NONE)) {
            FutureTask<String> first = new FutureTask<>(() -> lent.run(this::hold));
            Thread.startVirtualThread(first);
            begun.await();
            assertEquals(1, lent.running());
            assertEquals("free", host.submit(() -> "free").get());
            first.cancel(true);
            interrupted.await();

            assertEquals("next", lent.run(() -> "next"));
            for (int thread = 0; thread < 2; thread++) {
                assertFalse(host.submit(() -> Thread.currentThread().isInterrupted())
                        .get());
            }
        }
    }

    @Test
    void a_host_without_threads_is_told_from_one_that_breaks_and_neither_costs_a_place() {
        List<RuntimeException> failures =
                new ArrayList<>(List.of(new RejectedExecutionException("full"), new IllegalStateException("broken")));
        Executor host = work -> {
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
            Thread.ofPlatform().daemon().start(work);
        };
        try (CpuBulkhead lent = CpuBulkhead.on(host, 1, 1, CpuBulkhead.Observer.NONE)) {
            Fault full = assertThrows(Fault.class, () -> lent.run(() -> "never"));
            assertEquals(Category.OVERLOADED, full.category());
            assertThrows(IllegalStateException.class, () -> lent.run(() -> "never"));

            assertEquals("done", lent.run(() -> "done"));
        }
    }

    private String hold() {
        begun.countDown();
        try {
            mayEnd.await();
            return "held";
        } catch (InterruptedException e) {
            interrupted.countDown();
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Test
    void light_work_is_done_while_heavy_and_medium_work_goes_on() throws Exception {
        FutureTask<String> heavy = started();
        CountDownLatch mediumBegun = new CountDownLatch(1);
        FutureTask<String> medium = new FutureTask<>(() -> bulkhead.run(
                () -> {
                    mediumBegun.countDown();
                    return hold();
                },
                Cost.MEDIUM,
                Duration.ofMinutes(1)));
        Thread.startVirtualThread(medium);
        mediumBegun.await();
        FutureTask<String> secondHeavy = new FutureTask<>(() -> bulkhead.run(() -> "second"));
        Thread.startVirtualThread(secondHeavy);
        awaitWaiting(1);

        for (int i = 0; i < 10; i++) {
            assertEquals("light", bulkhead.run(() -> "light", Cost.LIGHT, Duration.ofMinutes(1)));
        }

        assertFalse(heavy.isDone() || medium.isDone() || secondHeavy.isDone());
        assertEquals(1, bulkhead.waiting());
        mayEnd.countDown();
        assertEquals("first", heavy.get());
        assertEquals("second", secondHeavy.get());
    }

    @Test
    void places_in_the_queue_of_one_class_are_not_another_s() throws Exception {
        FutureTask<String> heavy = started();
        FutureTask<String> waiting = new FutureTask<>(() -> bulkhead.run(() -> "waiting"));
        Thread.startVirtualThread(waiting);
        awaitWaiting(1);

        assertEquals(
                Category.OVERLOADED,
                assertThrows(Fault.class, () -> bulkhead.run(() -> "refused")).category());
        assertEquals("medium", bulkhead.run(() -> "medium", Cost.MEDIUM, Duration.ofMinutes(1)));
        mayEnd.countDown();
        assertEquals("first", heavy.get());
        assertEquals("waiting", waiting.get());
    }

    @Test
    void heavy_work_is_never_done_beside_more_than_it_was_allowed() throws Exception {
        try (CpuBulkhead two = new CpuBulkhead(2, 100)) {
            AtomicInteger present = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            List<FutureTask<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Cost cost = i % 3 == 0 ? Cost.HEAVY : i % 3 == 1 ? Cost.MEDIUM : Cost.LIGHT;
                tasks.add(new FutureTask<>(() -> two.run(
                        () -> {
                            int heavy = cost == Cost.HEAVY ? present.incrementAndGet() : present.get();
                            most.accumulateAndGet(heavy, Math::max);
                            LockSupport.parkNanos(1_000);
                            return cost == Cost.HEAVY ? present.decrementAndGet() : 0;
                        },
                        cost,
                        Duration.ofMinutes(1))));
            }
            tasks.forEach(Thread::startVirtualThread);
            for (FutureTask<Integer> task : tasks) {
                task.get();
            }
            assertTrue(most.get() <= 2, () -> most + " at the same time");
            assertEquals(0, two.waiting());
            // A thread that has returned a result has not yet ended for the bulkhead.
            while (two.running() > 0) {
                Thread.sleep(1);
            }
        }
    }

    private void awaitWaiting(int count) throws InterruptedException {
        while (bulkhead.waiting() < count) {
            Thread.sleep(1);
        }
    }
}
