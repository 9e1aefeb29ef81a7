package dev.portside.persistence;

import dev.portside.application.user.BatchUserStore;
import dev.portside.testkit.services.TestPostgres;
import dev.portside.testkit.user.BatchUserStoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** On connections that are made for each call. */
class HostUserStoreTest implements BatchUserStoreContract {

    private final List<Postgres> opened = new ArrayList<>();

    @Override
    public BatchUserStore emptyStore() {
        TestPostgres.Database database = TestStorage.migrated();
        Postgres postgres = Postgres.on(OwnConnections.source(TestStorage.settings(database)), Optional.empty());
        opened.add(postgres);
        return postgres.users();
    }

    @AfterEach
    void close() {
        opened.forEach(Postgres::close);
    }
}
