package dev.portside.testkit.user;

import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.user.IdempotentRegistration;
import dev.portside.application.user.Registration;
import dev.portside.application.user.UserRemoval;
import dev.portside.application.user.UserStore;
import dev.portside.application.user.UserUpdate;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.NameSearch;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserId;
import dev.portside.domain.user.UserListing;
import dev.portside.domain.user.UserPage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A real store, in memory, that counts what reaches it and lets a test step in between its work and its answer. Safe for
 * use by many threads.
 */
public class HookedUserStore implements UserStore {

    private final UserStore store = new InMemoryUserStore();
    private final AtomicInteger reads = new AtomicInteger();

    /** How many reads have reached the store. */
    public int reads() {
        return reads.get();
    }

    /** Carries a read out; a test overrides it to step in. */
    protected <T> T reading(Supplier<T> read) {
        return read.get();
    }

    /** Carries a write out; a test overrides it to step in. */
    protected <T> T writing(Supplier<T> write) {
        return write.get();
    }

    private <T> T counted(Supplier<T> read) {
        reads.incrementAndGet();
        return reading(read);
    }

    @Override
    public Optional<User> byId(UserId id) {
        return counted(() -> store.byId(id));
    }

    @Override
    public Optional<User> byEmail(EmailAddress email) {
        return counted(() -> store.byEmail(email));
    }

    @Override
    public UserPage list(UserListing listing) {
        return counted(() -> store.list(listing));
    }

    @Override
    public long count(Optional<NameSearch> search) {
        return counted(() -> store.count(search));
    }

    @Override
    public List<User> inIdOrder(Optional<UserId> behind, int limit) {
        return counted(() -> store.inIdOrder(behind, limit));
    }

    @Override
    public List<Registration> registerAll(List<NewUser> users, Instant at) {
        return writing(() -> store.registerAll(users, at));
    }

    @Override
    public IdempotentRegistration registerOnce(IdempotencyKey key, NewUser user, Instant at) {
        return writing(() -> store.registerOnce(key, user, at));
    }

    @Override
    public UserUpdate update(UserId id, UserChange change, Precondition precondition, Instant at) {
        return writing(() -> store.update(id, change, precondition, at));
    }

    @Override
    public UserRemoval remove(UserId id, Precondition precondition) {
        return writing(() -> store.remove(id, precondition));
    }
}
