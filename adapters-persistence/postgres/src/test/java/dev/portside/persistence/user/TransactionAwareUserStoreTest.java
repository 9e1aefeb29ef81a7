package dev.portside.persistence.user;

import dev.portside.application.user.BatchUserStore;
import dev.portside.persistence.InTransactions;
import dev.portside.testkit.user.BatchUserStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransactionAwareUserStoreTest implements BatchUserStoreContract {

    @RegisterExtension
    private final InTransactions transactions = new InTransactions();

    @Override
    public BatchUserStore emptyStore() {
        InTransactions.Hosted host = transactions.open();
        return host.inTransactions(BatchUserStore.class, host.postgres().users());
    }
}
