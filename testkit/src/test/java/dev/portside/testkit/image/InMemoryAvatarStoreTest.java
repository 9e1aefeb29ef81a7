package dev.portside.testkit.image;

import dev.portside.application.inmemory.InMemoryUserStore;

class InMemoryAvatarStoreTest implements AvatarStoreContract {

    @Override
    public Stores emptyStores() {
        InMemoryUserStore users = new InMemoryUserStore();
        return new Stores(users, users.avatars());
    }
}
