package dev.portside.persistence;

import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import dev.portside.application.storage.Storage;
import dev.portside.application.storage.StorageAdapter;
import dev.portside.persistence.connection.DatabaseUrl;
import dev.portside.persistence.connection.JdbcTransactions;
import dev.portside.persistence.connection.PostgresSettings;
import dev.portside.persistence.connection.PostgresSettings.Pooler;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** In a PostgreSQL that somebody runs. Its door: {@link java.util.ServiceLoader} finds this class. */
public final class PostgresStorageAdapter implements StorageAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresStorageAdapter.class);

    private static final Setting<Optional<String>> URL = Setting.secret(
            "DATABASE_URL",
            "`postgres://user:password@host:5432/database?sslmode=verify-full` or "
                    + "`jdbc:postgresql:…`; PostgreSQL 15 or newer; parameters as in pgjdbc, unknown ones "
                    + "are refused; see [Databases](#databases)");

    private final Optional<DataSource> given;
    private final Optional<JdbcTransactions> transactions;

    /** For {@link java.util.ServiceLoader}: a server that {@code DATABASE_URL} leads to. */
    public PostgresStorageAdapter() {
        this.given = Optional.empty();
        this.transactions = Optional.empty();
    }

    /** On connections that the host lends, as {@link Postgres#on} says. */
    public PostgresStorageAdapter(DataSource source) {
        this.given = Optional.of(source);
        this.transactions = Optional.empty();
    }

    /** The same with transactions of the host's that calls may be made in. */
    public PostgresStorageAdapter(DataSource source, JdbcTransactions transactions) {
        this.given = Optional.of(source);
        this.transactions = Optional.of(transactions);
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public List<Setting<?>> settings() {
        return given.isPresent()
                ? List.of(PostgresSettings.POOLER, PostgresSettings.SCHEMA)
                : Stream.<Setting<?>>concat(PostgresSettings.POOL.stream(), Stream.of(URL, PostgresSettings.POOLER))
                        .toList();
    }

    @Override
    public List<Setting<Optional<String>>> activatingSettings() {
        return given.isPresent() ? List.of() : List.of(URL);
    }

    @Override
    public void check(SettingValues values, Consumer<String> problems) {
        JavaVersion.problem(Runtime.version().feature()).ifPresent(problems);
        if (given.isPresent()) {
            return;
        }
        PostgresSettings.checkPool(values, PostgresSettings.MAX_POOL, problems);
        Optional<String> url = values.get(URL);
        if (url.isEmpty()) {
            problems.accept("PORTSIDE_STORAGE is postgres, but DATABASE_URL is not set; set it to "
                    + "postgres://user:password@host:5432/database");
            return;
        }
        try {
            var unused = DatabaseUrl.parse(url.get());
        } catch (IllegalArgumentException e) {
            problems.accept("DATABASE_URL: " + e.getMessage());
        }
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public String describe(SettingValues values) {
        return given.isPresent()
                ? "PostgreSQL of the host"
                : "PostgreSQL at " + url(values).jdbcUrl().replaceFirst("\\?.*", "");
    }

    @Override
    public Storage open(SettingValues values, Host host) {
        if (given.isPresent()) {
            return Postgres.on(
                    given.get(),
                    transactions,
                    Pooler.of(values.get(PostgresSettings.POOLER)),
                    values.get(PostgresSettings.SCHEMA));
        }
        DatabaseUrl url = url(values);
        url.encryptionIsOpen().ifPresent(LOG::warn);
        PostgresSettings settings = PostgresSettings.of(
                        url.jdbcUrl(), url.user(), url.password(), values, host.requestDeadline())
                .with(Pooler.of(values.get(PostgresSettings.POOLER)));
        return Postgres.open(settings, host);
    }

    private static DatabaseUrl url(SettingValues values) {
        return DatabaseUrl.parse(
                values.get(URL).orElseThrow(() -> new IllegalStateException("DATABASE_URL is not set; set it")));
    }
}
