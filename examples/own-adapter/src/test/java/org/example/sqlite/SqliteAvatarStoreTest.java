package org.example.sqlite;

import dev.portside.application.storage.Storage;
import dev.portside.testkit.image.AvatarStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SqliteAvatarStoreTest implements AvatarStoreContract {

    @RegisterExtension
    private final TestStorage storage = new TestStorage();

    @TempDir
    private Path folder;

    @Override
    public Stores emptyStores() {
        Storage empty = storage.empty(folder);
        return new Stores(empty.users(), empty.avatars());
    }
}
