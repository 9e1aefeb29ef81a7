package org.example.sqlite;

import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import dev.portside.application.storage.Storage;
import dev.portside.application.storage.StorageAdapter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** In an SQLite file: {@code PORTSIDE_STORAGE=sqlite}. {@link java.util.ServiceLoader} finds this class. */
public final class SqliteStorageAdapter implements StorageAdapter {

    static final Setting<Path> FILE = new Setting<>(
            "PORTSIDE_SQLITE_FILE",
            "portside.sqlite",
            "the path of a file",
            "the file of the database",
            false,
            SqliteStorageAdapter::path);

    static final Setting<Duration> WAIT = Setting.duration(
            "PORTSIDE_SQLITE_WAIT",
            "3s",
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            "wait for a lock that another process has");

    /** For {@link java.util.ServiceLoader}. */
    public SqliteStorageAdapter() {}

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(FILE, WAIT);
    }

    @Override
    public void check(SettingValues values, Consumer<String> problems) {
        Path file = values.get(FILE).toAbsolutePath();
        if (Files.isDirectory(file)) {
            problems.accept("PORTSIDE_SQLITE_FILE is a folder; set it to a file in it, such as "
                    + file.resolve("portside.sqlite"));
        } else if (!Files.isDirectory(file.getParent())) {
            problems.accept("PORTSIDE_SQLITE_FILE is in a folder that is not there; create " + file.getParent());
        }
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public String describe(SettingValues values) {
        return "SQLite in " + values.get(FILE).toAbsolutePath();
    }

    @Override
    public Storage open(SettingValues values, Host host) {
        return new SqliteStorage(SqliteFile.open(values.get(FILE), values.get(WAIT), host.requestDeadline()));
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
