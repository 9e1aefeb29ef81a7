package dev.portside.persistence.event;

import dev.portside.application.event.EventStore;
import dev.portside.persistence.InTransactions;
import dev.portside.testkit.event.EventStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class InTransactionEventStoreTest implements EventStoreContract {

    @RegisterExtension
    private final InTransactions transactions = new InTransactions();

    @Override
    public EventStore emptyStore() {
        InTransactions.Hosted host = transactions.open();
        return host.inTransactions(EventStore.class, host.postgres().events());
    }
}
