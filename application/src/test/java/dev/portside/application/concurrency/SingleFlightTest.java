package dev.portside.application.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SingleFlightTest {

    private static final int MANY = 100;

    private final SingleFlight<String, String> work = new SingleFlight<>();
    private final AtomicInteger done = new AtomicInteger();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void equal_work_is_done_once_for_all_who_ask_meanwhile() throws Exception {
        List<Future<String>> asked = ask(MANY, "a", held("A"));
        awaitWaiting("a", MANY);
        mayEnd.countDown();

        String first = asked.getFirst().get();
        for (Future<String> one : asked) {
            assertSame(first, one.get());
        }
        assertEquals(1, done.get());
        assertEquals(0, work.waiting("a"));
    }

    @Test
    void what_has_ended_is_not_remembered() {
        assertEquals("A1", work.get("a", () -> "A" + done.incrementAndGet()));
        assertEquals("A2", work.get("a", () -> "A" + done.incrementAndGet()));
        assertEquals(0, work.waiting("a"));
    }

    @Test
    void different_work_does_not_wait_for_each_other() throws Exception {
        List<Future<String>> held = ask(1, "a", held("A"));
        awaitWaiting("a", 1);

        assertEquals("B", work.get("b", () -> "B"));

        mayEnd.countDown();
        assertEquals("A", held.getFirst().get());
    }

    @Test
    void a_fault_reaches_all_who_waited_each_with_its_own_and_no_later_caller() throws Exception {
        List<Future<String>> asked = ask(MANY, "a", () -> {
            String unused = held("").get();
            throw new Fault(Category.OVERLOADED, "Full");
        });
        awaitWaiting("a", MANY);
        mayEnd.countDown();

        List<Throwable> faults = new ArrayList<>();
        for (Future<String> one : asked) {
            Fault fault = assertInstanceOf(
                    Fault.class,
                    assertThrows(ExecutionException.class, one::get).getCause());
            assertEquals(Category.OVERLOADED, fault.category());
            faults.add(fault);
        }
        assertNotSame(faults.get(0), faults.get(1));
        assertEquals(1, done.get());
        assertEquals("fine", work.get("a", () -> "fine"));
    }

    @Test
    void what_is_no_fault_is_a_mistake_of_the_program() {
        Fault fault = assertThrows(
                Fault.class,
                () -> work.get("a", () -> {
                    throw new IllegalStateException("on purpose");
                }));

        assertEquals(Category.INTERNAL, fault.category());
    }

    @Test
    void who_asked_first_may_leave_and_the_others_get_what_it_began() throws Exception {
        FutureTask<Category> first = new FutureTask<>(categoryOf("a", held("A")));
        Thread leader = Thread.startVirtualThread(first);
        awaitWaiting("a", 1);
        List<Future<String>> others = ask(3, "a", held("never done"));
        awaitWaiting("a", 4);

        leader.interrupt();

        assertEquals(Category.TIMEOUT, first.get());
        awaitWaiting("a", 3);
        mayEnd.countDown();
        for (Future<String> one : others) {
            assertEquals("A", one.get());
        }
        assertEquals(1, done.get());
    }

    @Test
    void when_the_last_has_left_the_work_is_interrupted_and_the_next_begins_anew() throws Exception {
        List<FutureTask<Category>> asked = new ArrayList<>();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            FutureTask<Category> task = new FutureTask<>(categoryOf("a", held("A")));
            asked.add(task);
            waiting.add(Thread.startVirtualThread(task));
        }
        awaitWaiting("a", 3);

        waiting.forEach(Thread::interrupt);

        for (FutureTask<Category> one : asked) {
            assertEquals(Category.TIMEOUT, one.get());
        }
        interrupted.await();
        assertEquals("anew", work.get("a", () -> "anew"));
    }

    @Test
    void no_caller_waits_for_ever_while_many_come_and_leave() throws Exception {
        CyclicBarrier start = new CyclicBarrier(16);
        List<Future<Integer>> running = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            running.add(threads.submit(() -> {
                start.await();
                int left = 0;
                for (int n = 0; n < 2_000; n++) {
                    String key = "k" + ThreadLocalRandom.current().nextInt(3);
                    if (ThreadLocalRandom.current().nextInt(4) == 0) {
                        Thread.currentThread().interrupt();
                    }
                    try {
                        assertEquals(key, work.get(key, () -> yielding(key)));
                    } catch (Fault fault) {
                        assertEquals(Category.TIMEOUT, fault.category());
                        assertTrue(Thread.interrupted());
                        left++;
                    }
                    Thread.interrupted();
                }
                return left;
            }));
        }
        int left = 0;
        for (Future<Integer> one : running) {
            left += one.get();
        }
        assertTrue(left > 0);
        assertEquals(0, work.waiting("k0") + work.waiting("k1") + work.waiting("k2"));
    }

    @SuppressWarnings("ThreadPriorityCheck") // only to let others in between
    private static String yielding(String result) {
        Thread.yield();
        return result;
    }

    private Supplier<String> held(String result) {
        return () -> {
            done.incrementAndGet();
            try {
                mayEnd.await();
                return result;
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new Fault(Category.TIMEOUT, "Interrupted", e);
            }
        };
    }

    private Callable<Category> categoryOf(String key, Supplier<String> what) {
        return () -> assertThrows(Fault.class, () -> work.get(key, what)).category();
    }

    private List<Future<String>> ask(int times, String key, Supplier<String> what) {
        List<Future<String>> asked = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            asked.add(threads.submit(() -> work.get(key, what)));
        }
        return asked;
    }

    private void awaitWaiting(String key, int count) throws InterruptedException {
        while (work.waiting(key) != count) {
            Thread.sleep(1);
        }
    }
}
