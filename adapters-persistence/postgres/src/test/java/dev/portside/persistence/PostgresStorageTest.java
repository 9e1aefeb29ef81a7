package dev.portside.persistence;

import dev.portside.application.storage.Storage;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.storage.StorageContract;

class PostgresStorageTest implements StorageContract {

    @Override
    public Storage emptyStorage() {
        return TestStorage.open(TestStorage.settings(TestPostgres.createDatabase()));
    }
}
