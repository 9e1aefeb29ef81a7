package org.example.sqlite;

import dev.portside.application.user.BatchUserStore;
import dev.portside.testkit.user.BatchUserStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SqliteUserStoreTest implements BatchUserStoreContract {

    @RegisterExtension
    private final TestStorage storage = new TestStorage();

    @TempDir
    private Path folder;

    @Override
    public BatchUserStore emptyStore() {
        return storage.empty(folder).users();
    }
}
