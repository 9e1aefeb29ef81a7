package dev.portside.application.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WeightedBudgetTest {

    private static final int MEGABYTE = 1024 * 1024;

    @Test
    void no_more_is_worked_with_than_there_is() throws Exception {
        WeightedBudget budget = new WeightedBudget(10 * MEGABYTE);
        AtomicInteger present = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        FutureTask<?>[] tasks = new FutureTask<?>[50];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = new FutureTask<>(() -> budget.within(4 * MEGABYTE, () -> {
                most.accumulateAndGet(present.incrementAndGet(), Math::max);
                LockSupport.parkNanos(1_000);
                return present.decrementAndGet();
            }));
            Thread.startVirtualThread(tasks[i]);
        }
        for (FutureTask<?> task : tasks) {
            task.get();
        }
        assertTrue(most.get() <= 2, () -> most + " at the same time");
        assertEquals(10 * MEGABYTE, budget.freeBytes());
    }

    @Test
    void light_work_has_memory_while_heavy_and_medium_work_waits_for_it() throws Exception {
        WeightedBudget budget = new WeightedBudget(8 * MEGABYTE);
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (Cost cost : List.of(Cost.HEAVY, Cost.MEDIUM, Cost.HEAVY, Cost.MEDIUM)) {
            FutureTask<Boolean> task = new FutureTask<>(
                    () -> budget.within(cost, cost == Cost.HEAVY ? 100L * MEGABYTE : 2L * MEGABYTE, () -> {
                        begun.countDown();
                        return awaited(end);
                    }));
            tasks.add(task);
            Thread thread = Thread.startVirtualThread(task);
            while (thread.getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
        }
        begun.await();

        // What is left is for light work, and found at once although others wait.
        assertEquals(MEGABYTE, budget.freeBytes());
        assertEquals(0, budget.within(Cost.LIGHT, MEGABYTE, budget::freeBytes));

        end.countDown();
        for (FutureTask<Boolean> task : tasks) {
            assertTrue(task.get());
        }
        assertEquals(8 * MEGABYTE, budget.freeBytes());
    }

    @Test
    void what_needs_more_than_is_set_aside_for_a_class_belongs_to_a_dearer_one() {
        WeightedBudget budget = new WeightedBudget(8 * MEGABYTE);
        assertEquals(Cost.LIGHT, budget.costOf(MEGABYTE));
        assertEquals(Cost.MEDIUM, budget.costOf(MEGABYTE + 1));
        assertEquals(Cost.MEDIUM, budget.costOf(2 * MEGABYTE));
        assertEquals(Cost.HEAVY, budget.costOf(2 * MEGABYTE + 1));
    }

    @Test
    void who_must_not_wait_is_refused_and_leaves_nothing_taken() {
        WeightedBudget budget = new WeightedBudget(8 * MEGABYTE);
        for (Cost cost : Cost.values()) {
            // There is room in the cheaper shares, and none in the dearest one of all.
            Fault fault = budget.within(
                    Cost.HEAVY,
                    100L * MEGABYTE,
                    () -> assertThrows(
                            Fault.class, () -> budget.withinAtOnce(cost, 4L * MEGABYTE, () -> "never"), cost::name));
            assertEquals(Category.OVERLOADED, fault.category());
            assertEquals(8 * MEGABYTE, budget.freeBytes());
            assertEquals(4 * MEGABYTE, budget.withinAtOnce(cost, 4L * MEGABYTE, budget::freeBytes));
        }
        assertEquals(8 * MEGABYTE, budget.freeBytes());
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_needs_more_than_all_of_it_has_all_of_it() {
        WeightedBudget budget = new WeightedBudget(MEGABYTE);
        assertEquals(0, budget.within(Cost.LIGHT, 100L * MEGABYTE, budget::freeBytes));
        assertEquals(
                3 * MEGABYTE / 8,
                budget.within(Cost.HEAVY, 100L * MEGABYTE, budget::freeBytes),
                "set aside for what is lighter");
        assertEquals(MEGABYTE, budget.freeBytes());
    }

    @Test
    void who_is_interrupted_waits_no_longer() {
        Thread.currentThread().interrupt();
        Fault fault = assertThrows(Fault.class, () -> new WeightedBudget(1).within(1, () -> "never"));
        assertEquals(Category.TIMEOUT, fault.category());
        assertTrue(Thread.interrupted());
    }
}
