package dev.portside.persistence.user;

import dev.portside.application.user.CoalescingUserStore;
import dev.portside.application.user.UserStore;
import dev.portside.persistence.Postgres;
import dev.portside.persistence.TestStorage;
import dev.portside.testkit.user.UserStoreContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class CoalescingPostgresUserStoreTest implements UserStoreContract {

    private final List<Postgres> opened = new ArrayList<>();

    @Override
    public UserStore emptyStore() {
        Postgres postgres = TestStorage.empty();
        opened.add(postgres);
        return new CoalescingUserStore(postgres.users());
    }

    @AfterEach
    void close() {
        opened.forEach(Postgres::close);
    }
}
