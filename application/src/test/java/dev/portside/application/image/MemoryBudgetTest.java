package dev.portside.application.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
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
