package dev.portside.testkit.event;

import dev.portside.application.event.EventStore;
import dev.portside.application.inmemory.InMemoryEventStore;

class InMemoryEventStoreTest implements EventStoreContract {

    @Override
    public EventStore emptyStore() {
        return new InMemoryEventStore();
    }
}
