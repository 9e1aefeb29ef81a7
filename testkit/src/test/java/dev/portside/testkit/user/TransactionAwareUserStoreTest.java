package dev.portside.testkit.user;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.transaction.HostTransactions;
import dev.portside.application.user.TransactionAwareUserStore;
import dev.portside.application.user.UserStore;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** It is a store like any other, in transactions and outside of them. */
class TransactionAwareUserStoreTest implements UserStoreContract {

    private final Turn turn = new Turn();
    private final List<Set<UserId>> ended = new ArrayList<>();

    @Override
    public UserStore emptyStore() {
        InMemoryUserStore store = new InMemoryUserStore();
        return new TransactionAwareUserStore(store, store, turn, ended::add);
    }

    @Test
    void within_a_transaction_all_goes_to_the_direct_store_and_is_told_when_it_has_ended() {
        InMemoryUserStore shared = new InMemoryUserStore();
        InMemoryUserStore direct = new InMemoryUserStore();
        UserStore store = new TransactionAwareUserStore(shared, direct, turn, ended::add);
        turn.active = true;

        User ada = register(store, "Ada", "ada@example.org");
        assertEquals(Optional.of(ada), store.byId(ada.id()));
        assertEquals(Optional.of(ada), store.byEmail(ada.email()));
        assertEquals(List.of(ada), store.inIdOrder(Optional.empty(), 10));
        assertEquals(1, store.count(Optional.empty()));
        store.remove(ada.id(), Precondition.NONE);
        assertEquals(List.of(), ended);
        turn.end();

        assertEquals(List.of(Set.of(), Set.of(ada.id())), ended);
        assertEquals(0, shared.count(Optional.empty()));
        register(store, "Grace", "grace@example.org");
        assertEquals(1, shared.count(Optional.empty()));
        assertEquals(0, direct.count(Optional.empty()));
    }

    private static User register(UserStore store, String name, String email) {
        return UserFixtures.register(store, name, email, UserFixtures.NOON);
    }

    /** Transaction of the calling thread. */
    private static final class Turn implements HostTransactions {

        private final List<Runnable> afterEnd = new ArrayList<>();
        private boolean active;

        @Override
        public boolean isActive() {
            return active;
        }

        @Override
        public void afterEnd(Runnable work) {
            afterEnd.add(work);
        }

        void end() {
            active = false;
            afterEnd.forEach(Runnable::run);
        }
    }
}
