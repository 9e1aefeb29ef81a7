package dev.portside.persistence.event;

import dev.portside.application.event.EventStore;
import dev.portside.persistence.BehindPooler;
import dev.portside.testkit.event.EventStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class PooledEventStoreTest implements EventStoreContract {

    @RegisterExtension
    private final BehindPooler pooler = new BehindPooler();

    @Override
    public EventStore emptyStore() {
        return pooler.empty().events();
    }
}
