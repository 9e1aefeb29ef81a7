package dev.portside.cache;

import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.user.UserStore;
import dev.portside.testkit.user.UserStoreContract;

class LocalUserStoreContractTest implements UserStoreContract {

    @Override
    @SuppressWarnings("resource")
    public UserStore emptyStore() {
        return Node.open(Node.settings(Node.LONG_TTL), new InMemoryUserStore()).users();
    }
}
