package dev.portside.persistence.user;

import dev.portside.application.user.BatchUserStore;
import dev.portside.persistence.BehindPooler;
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
