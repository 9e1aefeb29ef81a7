package dev.portside.persistence.event;

import dev.portside.application.event.EventStore;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.testkit.event.EventStoreContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class PostgresEventStoreTest implements EventStoreContract {

    private final List<Postgres> opened = new ArrayList<>();

    @Override
    public EventStore emptyStore() {
        Postgres postgres = TestStorage.empty();
        opened.add(postgres);
        return postgres.events();
    }

    @AfterEach
    void close() {
        opened.forEach(Postgres::close);
    }
}
