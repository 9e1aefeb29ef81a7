package org.example.sqlite;

import dev.portside.application.event.EventStore;
import dev.portside.testkit.event.EventStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventStoreTest implements EventStoreContract {

    @RegisterExtension
    private final TestStorage storage = new TestStorage();

    @TempDir
    private Path folder;

    @Override
    public EventStore emptyStore() {
        return storage.empty(folder).events();
    }
}
