package dev.portside.persistence.user;

import dev.portside.application.user.BatchUserStore;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.testkit.user.BatchUserStoreContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class PostgresUserStoreTest implements BatchUserStoreContract {

    private final List<Postgres> opened = new ArrayList<>();

    @Override
    public BatchUserStore emptyStore() {
        Postgres postgres = TestStorage.empty();
        opened.add(postgres);
        return postgres.users();
    }

    @AfterEach
    void close() {
        opened.forEach(Postgres::close);
    }
}
