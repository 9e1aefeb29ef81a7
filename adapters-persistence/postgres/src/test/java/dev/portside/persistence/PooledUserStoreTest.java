package dev.portside.persistence;

import dev.portside.application.user.BatchUserStore;
import dev.portside.testkit.user.BatchUserStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class PooledUserStoreTest implements BatchUserStoreContract {

    @RegisterExtension
    private final BehindPooler pooler = new BehindPooler();

    @Override
    public BatchUserStore emptyStore() {
        return pooler.empty().users();
    }
}
