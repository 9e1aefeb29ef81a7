package dev.portside.testkit.storage;

import dev.portside.application.inmemory.InMemoryStorage;
import dev.portside.application.storage.Storage;

class InMemoryStorageTest implements StorageContract {

    @Override
    public Storage emptyStorage() {
        return new InMemoryStorage();
    }
}
