package dev.portside.testkit.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.application.event.CoalescingEventReader;
import dev.portside.application.event.EventLog;
import dev.portside.application.event.EventReader;
import dev.portside.application.event.EventStore;
import dev.portside.application.event.QueryTooLarge;
import dev.portside.application.inmemory.InMemoryEventStore;
import dev.portside.domain.event.PropertyName;
import dev.portside.domain.event.TopQuery;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A reader that coalesces answers what the reader behind it does. */
class CoalescingEventReaderTest implements EventStoreContract {

    private static final int READERS = 16;

    private static final TopQuery QUERY = new TopQuery(
            Optional.empty(),
            new PropertyName("plan"),
            EventFixtures.window("2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"),
            10);

    @Override
    public EventStore emptyStore() {
        EventStore memory = new InMemoryEventStore();
        EventReader coalescing = new CoalescingEventReader(memory);
        return (EventStore) Proxy.newProxyInstance(
                EventStore.class.getClassLoader(),
                new Class<?>[] {EventStore.class},
                (proxy, method, with) ->
                        method.invoke(method.getDeclaringClass() == EventLog.class ? memory : coalescing, with));
    }

    @Test
    void every_method_of_the_port_is_decorated() {
        List<String> left = Arrays.stream(EventReader.class.getMethods())
                .filter(method -> Arrays.stream(CoalescingEventReader.class.getDeclaredMethods())
                        .noneMatch(own -> isSame(own, method)))
                .map(Method::toString)
                .toList();

        assertEquals(List.of(), left);
    }

    private static boolean isSame(Method own, Method method) {
        return own.getName().equals(method.getName())
                && Arrays.equals(own.getParameterTypes(), method.getParameterTypes());
    }

    /** Those who came while it was being found out must ask again, all of them together; and each is refused, with what to ask. */
    @Test
    void a_refusal_reaches_all_who_asked_for_the_same() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        EventReader refusing = (EventReader) Proxy.newProxyInstance(
                EventReader.class.getClassLoader(), new Class<?>[] {EventReader.class}, (proxy, method, with) -> {
                    begun.countDown();
                    mayEnd.await();
                    throw new QueryTooLarge("ask about less");
                });
        EventReader coalescing = new CoalescingEventReader(refusing);
        List<FutureTask<?>> all = new ArrayList<>();
        for (int reader = 0; reader < READERS; reader++) {
            FutureTask<?> one = new FutureTask<>(() -> coalescing.answer(QUERY));
            all.add(one);
            Thread.startVirtualThread(one);
            begun.await();
        }
        mayEnd.countDown();

        for (FutureTask<?> one : all) {
            ExecutionException failed = assertThrows(ExecutionException.class, () -> one.get(30, TimeUnit.SECONDS));
            QueryTooLarge cause = assertInstanceOf(QueryTooLarge.class, failed.getCause());
            assertEquals("ask about less", cause.reason());
        }
    }
}
