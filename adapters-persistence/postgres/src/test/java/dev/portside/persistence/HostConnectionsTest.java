package dev.portside.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.portside.application.Fault;
import dev.portside.application.storage.Storage;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.storage.StorageContract;
import dev.portside.testkit.user.UserFixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pool of the host's serves as well as one's own, even one that is set up for a host that commits by hand. */
class HostConnectionsTest implements StorageContract {

    private static final int CONNECTIONS = 3;

    private final List<HikariDataSource> pools = new ArrayList<>();

    @Override
    public Storage emptyStorage() {
        return Postgres.on(pool(TestPostgres.createDatabase(), "TRANSACTION_READ_COMMITTED"), Optional.empty());
    }

    @AfterEach
    void close() {
        pools.forEach(HikariDataSource::close);
    }

    @Test
    void no_connection_is_kept() {
        try (Storage storage = emptyStorage()) {
            storage.migrate();
            UserFixtures.register(storage.users(), "Ada", "ada@example.org", UserFixtures.NOON);
            storage.dependencies().forEach(dependency -> dependency.check());

            assertEquals(0, pools.getFirst().getHikariPoolMXBean().getActiveConnections());
        }
        assertTrue(pools.getFirst().isRunning());
    }

    @Test
    void connections_that_would_change_what_statements_mean_are_refused() {
        try (Storage storage =
                Postgres.on(pool(TestPostgres.createDatabase(), "TRANSACTION_SERIALIZABLE"), Optional.empty())) {
            Fault fault = assertThrows(Fault.class, storage::migrate);

            assertEquals(Fault.Category.BUG, fault.category());
            assertTrue(fault.toString().contains("set its isolation level"), fault::toString);
        }
    }

    @Test
    void what_is_closed_asks_no_more() {
        Storage storage = emptyStorage();
        storage.migrate();
        storage.close();

        Fault fault = assertThrows(Fault.class, () -> storage.users().count(Optional.empty()));
        assertEquals(Fault.Category.UNAVAILABLE, fault.category());
    }

    private HikariDataSource pool(TestPostgres.Database database, String isolation) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setAutoCommit(false);
        config.setTransactionIsolation(isolation);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }
}
