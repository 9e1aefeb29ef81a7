package dev.portside.application.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryBudgetTest {

    private static final int MEGABYTE = 1024 * 1024;

    @Test
    void no_more_is_worked_with_than_there_is() throws Exception {
        MemoryBudget budget = new MemoryBudget(10 * MEGABYTE);
        AtomicInteger present = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        FutureTask<?>[] tasks = new FutureTask<?>[50];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = new FutureTask<>(() -> budget.within(4 * MEGABYTE, () -> {
                most.accumulateAndGet(present.incrementAndGet(), Math::max);
                Thread.onSpinWait();
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
    void of_what_needs_little_only_so_many_are_worked_with_at_once() throws Exception {
        MemoryBudget budget = new MemoryBudget(MEGABYTE, 2);
        CountDownLatch two = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        FutureTask<?>[] tasks = new FutureTask<?>[3];
        Thread[] threads = new Thread[tasks.length];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = new FutureTask<>(() -> budget.within(1, () -> {
                begun.incrementAndGet();
                two.countDown();
                return awaited(end);
            }));
            threads[i] = Thread.startVirtualThread(tasks[i]);
            if (i == 1) {
                two.await();
            }
        }
        while (threads[2].getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        assertEquals(2, begun.get());

        end.countDown();
        for (FutureTask<?> task : tasks) {
            task.get();
        }
        assertEquals(3, begun.get());
        assertThrows(IllegalArgumentException.class, () -> new MemoryBudget(MEGABYTE, 0));
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
        MemoryBudget budget = new MemoryBudget(MEGABYTE);
        assertEquals(0, budget.within(100L * MEGABYTE, budget::freeBytes));
        assertEquals(MEGABYTE, budget.freeBytes());
    }

    @Test
    void who_is_interrupted_waits_no_longer() {
        Thread.currentThread().interrupt();
        Fault fault = assertThrows(Fault.class, () -> new MemoryBudget(1).within(1, () -> "never"));
        assertEquals(Category.TIMEOUT, fault.category());
        assertTrue(Thread.interrupted());
    }
}
