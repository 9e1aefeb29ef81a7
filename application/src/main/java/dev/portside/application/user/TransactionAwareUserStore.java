package dev.portside.application.user;

import dev.portside.application.transaction.HostTransactions;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A store that goes past what others share while the calling thread is in a transaction of the host's: there it sees what that
 * transaction has written, which others must not see yet, and what it writes is shared when the transaction has ended.
 */
public final class TransactionAwareUserStore implements UserStore {

    private final UserStore shared;
    private final UserStore direct;
    private final HostTransactions transactions;
    private final Consumer<Set<UserId>> ended;

    /**
     * Puts itself before a store.
     *
     * @param shared for calls outside of transactions
     * @param direct takes part in the transaction of the thread that calls it
     * @param ended takes, after each transaction, the users that it may have changed; lists may have changed even if there are none
     */
    public TransactionAwareUserStore(
            UserStore shared, UserStore direct, HostTransactions transactions, Consumer<Set<UserId>> ended) {
        this.shared = shared;
        this.direct = direct;
        this.transactions = transactions;
        this.ended = ended;
    }

    @Override
    public Optional<User> byId(UserId id) {
        return reader().byId(id);
    }

    @Override
    public Optional<User> byEmail(EmailAddress email) {
        return reader().byEmail(email);
    }

    @Override
    public UserPage list(UserListing listing) {
        return reader().list(listing);
    }

    @Override
    public long count(Optional<NameSearch> search) {
        return reader().count(search);
    }

    @Override
    public List<User> inIdOrder(Optional<UserId> behind, int limit) {
        return reader().inIdOrder(behind, limit);
    }

    @Override
    public List<Registration> registerAll(List<NewUser> users, Instant at) {
        return transactions.isActive()
                ? inTransaction(Set.of(), () -> direct.registerAll(users, at))
                : shared.registerAll(users, at);
    }

    @Override
    public IdempotentRegistration registerOnce(IdempotencyKey key, NewUser user, Instant at) {
        return transactions.isActive()
                ? inTransaction(Set.of(), () -> direct.registerOnce(key, user, at))
                : shared.registerOnce(key, user, at);
    }

    @Override
    public UserUpdate update(UserId id, UserChange change, Precondition precondition, Instant at) {
        return transactions.isActive()
                ? inTransaction(Set.of(id), () -> direct.update(id, change, precondition, at))
                : shared.update(id, change, precondition, at);
    }

    @Override
    public UserRemoval remove(UserId id, Precondition precondition) {
        return transactions.isActive()
                ? inTransaction(Set.of(id), () -> direct.remove(id, precondition))
                : shared.remove(id, precondition);
    }

    private UserStore reader() {
        return transactions.isActive() ? direct : shared;
    }

    private <T> T inTransaction(Set<UserId> changed, Supplier<T> write) {
        // First: a write that failed may have been done all the same.
        transactions.afterEnd(() -> ended.accept(changed));
        return write.get();
    }
}
