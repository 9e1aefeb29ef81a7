package dev.portside.application.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.domain.event.EventTotals;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TimeWindow;
import dev.portside.domain.event.TopQuery;
import dev.portside.domain.event.ValueCount;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedEventReaderTest {

    private static final TopQuery QUERY = new TopQuery(
            Optional.empty(),
            new PropertyName("plan"),
            new TimeWindow(Instant.parse("2026-03-29T00:00:00Z"), Instant.parse("2026-03-30T00:00:00Z")),
            10);

    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);

    /** Answers queries when the test says so, and totals at once. */
    private final EventReader slow = (EventReader) Proxy.newProxyInstance(
            EventReader.class.getClassLoader(), new Class<?>[] {EventReader.class}, (proxy, method, with) -> {
                if (method.getName().equals("totals")) {
                    return EventTotals.NONE;
                }
                begun.release();
                mayEnd.acquire();
                return List.of();
            });

    private final BoundedEventReader reader = new BoundedEventReader(slow, 2, 1);

    @AfterEach
    void stop() {
        mayEnd.release(1_000);
    }

    @Test
    void only_so_many_queries_are_answered_at_once_and_so_many_wait() throws Exception {
        List<FutureTask<List<ValueCount>>> asked = new ArrayList<>(List.of(ask(), ask()));
        begun.acquire(2);
        Thread waiting = waiting(asked);

        Fault fault = assertThrows(Fault.class, () -> reader.answer(QUERY));

        assertEquals(Category.OVERLOADED, fault.category());
        assertEquals(0, begun.availablePermits(), "one more was answered than may be");
        assertEquals(EventTotals.NONE, reader.totals(), "what costs little passes by");
        mayEnd.release(3);
        for (FutureTask<List<ValueCount>> one : asked) {
            assertEquals(List.of(), one.get());
        }
        waiting.join();
        mayEnd.release();
        assertEquals(List.of(), reader.answer(QUERY));
    }

    @Test
    void an_interrupted_query_leaves_its_place_in_the_queue() throws Exception {
        List<FutureTask<List<ValueCount>>> asked = new ArrayList<>(List.of(ask(), ask()));
        begun.acquire(2);
        Thread waiting = waiting(asked);

        waiting.interrupt();

        FutureTask<List<ValueCount>> interrupted = asked.getLast();
        Throwable cause =
                assertThrows(ExecutionException.class, interrupted::get).getCause();
        assertEquals(Category.TIMEOUT, assertInstanceOf(Fault.class, cause).category());
        FutureTask<List<ValueCount>> next = ask();
        mayEnd.release(3);
        assertEquals(List.of(), next.get());
    }

    @Test
    void every_method_of_the_port_is_decorated() {
        for (Method method : EventReader.class.getMethods()) {
            assertTrue(
                    Arrays.stream(BoundedEventReader.class.getDeclaredMethods())
                            .anyMatch(own -> own.getName().equals(method.getName())
                                    && Arrays.equals(own.getParameterTypes(), method.getParameterTypes())),
                    method.toString());
        }
    }

    private FutureTask<List<ValueCount>> ask() {
        FutureTask<List<ValueCount>> task = new FutureTask<>(() -> reader.answer(QUERY));
        Thread.startVirtualThread(task);
        return task;
    }

    /** Asks once more, and returns the thread that does so when it waits. */
    private Thread waiting(List<FutureTask<List<ValueCount>>> asked) throws InterruptedException {
        FutureTask<List<ValueCount>> task = new FutureTask<>(() -> reader.answer(QUERY));
        Thread thread = Thread.startVirtualThread(task);
        asked.add(task);
        while (thread.getState() != Thread.State.WAITING) {
            if (Thread.interrupted()) {
                throw new InterruptedException("It is " + thread.getState());
            }
            Thread.sleep(1);
        }
        return thread;
    }
}
