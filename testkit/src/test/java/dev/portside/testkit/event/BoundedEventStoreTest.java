package dev.portside.testkit.event;

import dev.portside.application.event.BoundedEventReader;
import dev.portside.application.event.EventLog;
import dev.portside.application.event.EventReader;
import dev.portside.application.event.EventStore;
import dev.portside.application.inmemory.InMemoryEventStore;
import java.lang.reflect.Proxy;

/** A bounded reader answers what the reader behind it does. */
class BoundedEventStoreTest implements EventStoreContract {

    @Override
    public EventStore emptyStore() {
        EventStore memory = new InMemoryEventStore();
        EventReader bounded = new BoundedEventReader(memory, 1, 8);
        return (EventStore) Proxy.newProxyInstance(
                EventStore.class.getClassLoader(),
                new Class<?>[] {EventStore.class},
                (proxy, method, with) ->
                        method.invoke(method.getDeclaringClass() == EventLog.class ? memory : bounded, with));
    }
}
