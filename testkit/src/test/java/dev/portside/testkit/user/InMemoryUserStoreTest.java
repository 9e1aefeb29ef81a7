package dev.portside.testkit.user;

import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.user.UserStore;

class InMemoryUserStoreTest implements UserStoreContract {

    @Override
    public UserStore emptyStore() {
        return new InMemoryUserStore();
    }
}
