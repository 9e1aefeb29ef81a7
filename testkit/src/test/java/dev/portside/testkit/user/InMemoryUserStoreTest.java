package dev.portside.testkit.user;

import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.user.BatchUserStore;

class InMemoryUserStoreTest implements BatchUserStoreContract {

    @Override
    public BatchUserStore emptyStore() {
        return new InMemoryUserStore();
    }
}
