package dev.portside.application.user;

import dev.portside.application.concurrency.Coalescer;
import dev.portside.application.concurrency.Coalescer.Limits;
import dev.portside.application.concurrency.KeyedCoalescer;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Users, of whom those that are asked for at the same time are read together. It is as fresh as the store behind it: a
 * read is answered by what the store was asked after the read began. Equal reads share one answer, the same instance;
 * users by id, and parts of the list that cost little, are fetched many at once. Writes, and the walk through all users,
 * go to the store as they come.
 */
public final class CoalescingUserStore implements UserStore {

    private static final int IDS_AT_ONCE = 128;

    /** Of up to 101 users each. */
    private static final int LISTS_AT_ONCE = 64;

    /** Of users, one reading at a time: it is short, and a second would only make each smaller. */
    private static final int READINGS_OF_USERS = 1;

    /** Of many pages, two: while one is being sent by the database, the next is being found. */
    private static final int READINGS_OF_LISTS = 2;

    /** When the database is slow, more of them would make it slower. */
    private static final int SLOW_READINGS = 16;

    /** Several times what a reading by an index takes on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMillis(5);

    /** A second reading of the same shall be rare, for it takes as long as the first and slows it down. */
    private static final Duration PATIENCE_WITH_EQUALS = Duration.ofMillis(250);

    private final BatchUserStore store;
    private final Coalescer<UserId, User> byId;
    private final Coalescer<UserListing, UserPage> quickLists;
    private final KeyedCoalescer<UserListing, UserPage> otherLists;
    private final KeyedCoalescer<EmailAddress, User> byEmail;
    private final KeyedCoalescer<Optional<NameSearch>, Long> counts;

    /** Coalesces the reads of this store. */
    public CoalescingUserStore(BatchUserStore store) {
        this(store, PATIENCE, PATIENCE_WITH_EQUALS);
    }

    CoalescingUserStore(BatchUserStore store, Duration patience, Duration patienceWithEquals) {
        this.store = store;
        this.byId = new Coalescer<>(
                store::byId, store::byIds, new Limits(IDS_AT_ONCE, READINGS_OF_USERS, SLOW_READINGS, patience));
        Function<UserListing, Optional<UserPage>> list = listing -> Optional.of(store.list(listing));
        this.quickLists = new Coalescer<>(
                list, store::lists, new Limits(LISTS_AT_ONCE, READINGS_OF_LISTS, SLOW_READINGS, patience));
        this.otherLists = new KeyedCoalescer<>(list, patienceWithEquals);
        this.byEmail = new KeyedCoalescer<>(store::byEmail, patienceWithEquals);
        this.counts = new KeyedCoalescer<>(search -> Optional.of(store.count(search)), patienceWithEquals);
    }

    /** Those that merge different reads, by what they read: {@code user} and {@code list}; to see how much that saves. */
    public Map<String, Coalescer<?, ?>> coalescers() {
        return Map.of("user", byId, "list", quickLists);
    }

    @Override
    public Optional<User> byId(UserId id) {
        return byId.get(id);
    }

    @Override
    public Optional<User> byEmail(EmailAddress email) {
        return byEmail.get(email);
    }

    @Override
    public UserPage list(UserListing listing) {
        // A search, or a deep page, may take long, and must not delay callers of other pages.
        return (listing.costsTheSameAtAnyDepth() ? quickLists.get(listing) : otherLists.get(listing)).orElseThrow();
    }

    @Override
    public long count(Optional<NameSearch> search) {
        return counts.get(search).orElseThrow();
    }

    @Override
    public List<User> inIdOrder(Optional<UserId> behind, int limit) {
        return store.inIdOrder(behind, limit);
    }

    @Override
    public List<Registration> registerAll(List<NewUser> users, Instant at) {
        return store.registerAll(users, at);
    }

    @Override
    public IdempotentRegistration registerOnce(IdempotencyKey key, NewUser user, Instant at) {
        return store.registerOnce(key, user, at);
    }

    @Override
    public UserUpdate update(UserId id, UserChange change, Precondition precondition, Instant at) {
        return store.update(id, change, precondition, at);
    }

    @Override
    public UserRemoval remove(UserId id, Precondition precondition) {
        return store.remove(id, precondition);
    }
}
