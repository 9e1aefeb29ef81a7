package dev.portside.bootstrap;

import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import dev.portside.application.storage.Storage;
import dev.portside.application.storage.StorageAdapter;
import dev.portside.embedded.EmbeddedPostgres;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.connection.PostgresSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * In a PostgreSQL that this process starts and stops: two adapters, one behind the other, which is why it is here.
 * {@link java.util.ServiceLoader} finds this class.
 */
public final class EmbeddedStorageAdapter implements StorageAdapter {

    private static final Setting<String> DATA_DIRECTORY =
            Setting.text("PORTSIDE_DATA_DIR", ".portside", "data of the embedded PostgreSQL");

    /** What the server admits, less what maintenance takes. */
    private static final int CONNECTIONS = 100;

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public List<Setting<?>> settings() {
        return Stream.<Setting<?>>concat(PostgresSettings.POOL.stream(), Stream.of(DATA_DIRECTORY))
                .toList();
    }

    @Override
    public void check(SettingValues values, Consumer<String> problems) {
        PostgresSettings.checkPool(values, CONNECTIONS, problems);
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public String describe(SettingValues values) {
        return "embedded PostgreSQL in " + directory(values).toAbsolutePath().normalize();
    }

    /** Returns when the server runs, which takes about a second, and some more the first time. */
    @Override
    public Storage open(SettingValues values, Host host) {
        EmbeddedPostgres server = EmbeddedPostgres.start(directory(values));
        try {
            PostgresSettings settings = PostgresSettings.of(
                    server.jdbcUrl(), server.user(), server.password(), values, host.requestDeadline());
            return new EmbeddedStorage(server, Postgres.open(settings, host));
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private static Path directory(SettingValues values) {
        return Path.of(values.get(DATA_DIRECTORY));
    }
}
