package org.example.sqlite;

import dev.portside.application.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Storages of one test, each in a file of its own, which are closed after it. */
record TestStorage(List<Storage> opened) implements AfterEachCallback {

    /** What a busy machine does not need. */
    static final Duration LONG = Duration.ofMinutes(1);

    TestStorage() {
        this(new ArrayList<>());
    }

    Storage empty(Path folder) {
        Storage storage = open(folder.resolve(UUID.randomUUID() + ".sqlite"));
        storage.migrate();
        opened.add(storage);
        return storage;
    }

    static Storage open(Path file) {
        return new SqliteStorage(SqliteFile.open(file, LONG, LONG));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        opened.forEach(Storage::close);
    }
}
