package dev.portside.persistence.image;

import dev.portside.application.image.AvatarStore;
import dev.portside.application.user.BatchUserStore;
import dev.portside.persistence.InTransactions;
import dev.portside.testkit.image.AvatarStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class InTransactionAvatarStoreTest implements AvatarStoreContract {

    @RegisterExtension
    private final InTransactions transactions = new InTransactions();

    @Override
    public Stores emptyStores() {
        InTransactions.Hosted host = transactions.open();
        return new Stores(
                host.inTransactions(BatchUserStore.class, host.postgres().users()),
                host.inTransactions(AvatarStore.class, host.postgres().avatars()));
    }
}
