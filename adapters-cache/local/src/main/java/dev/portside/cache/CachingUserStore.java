package dev.portside.cache;

import dev.portside.application.Fault;
import dev.portside.application.user.IdempotentRegistration;
import dev.portside.application.user.Registration;
import dev.portside.application.user.UserRemoval;
import dev.portside.application.user.UserStore;
import dev.portside.application.user.UserUpdate;
import dev.portside.cache.LocalCache.Loaded;
import dev.portside.cache.RemoteUserCache.Found;
import dev.portside.cache.RemoteUserCache.UserWrite.Doubtful;
import dev.portside.cache.RemoteUserCache.UserWrite.Registered;
import dev.portside.cache.RemoteUserCache.UserWrite.Removed;
import dev.portside.cache.RemoteUserCache.UserWrite.Updated;
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
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A store that remembers what it has read.
 *
 * <p><b>On one node nothing is ever stale:</b> a read that begins after a write through the same node has returned, or
 * thrown, sees that write, whatever state Redis is in. A write that has thrown may still be made by the store, when it was given
 * up while the store was at it; so for ten seconds nothing is kept that it may change, and a read that begins after it was made
 * sees it. <b>Between nodes answers are at most one ttl old</b>, counted from
 * when the store was asked: usually they are milliseconds old, because nodes announce their writes; a message
 * that is lost is not repeated, and then the time to live is the bound. With Redis, both presume that its clock is not set
 * back, and that the clocks of a cluster's masters agree, to within a second; the nodes' own clocks do not matter. What
 * the store itself answers late, such as a replica of a database, comes on top.
 *
 * <p>Writes, and {@link #inIdOrder}, always go to the store: nothing that decides on uniqueness or preconditions reads
 * the cache. There are no negative entries for ids, so a registration need not be announced before it can be seen.
 *
 * <p>A read adds at most one command budget to the store's own time, and so does a write; while Redis is known to fail,
 * nothing.
 */
final class CachingUserStore implements UserStore {

    /** Enough that a write invalidates one cached user in a thousand beside its own. */
    private static final int STRIPES = 1_024;

    /** For which a store may be at work on a write that was given up: as long as PostgreSQL works on a statement by default. */
    static final Duration DOUBT = Duration.ofSeconds(10);

    /** Any write anywhere may change any list, so all lists have one generation. */
    private static final String LISTS = "lists";

    private final UserStore store;
    private final RemoteUserCache shared;
    private final Duration ttl;
    private final LongSupplier nanoTime;
    private final Generations userGenerations = new Generations(STRIPES);
    private final Generations listGenerations = new Generations(1);
    private final LocalCache<UserId, Optional<User>> users;
    private final LocalCache<String, Optional<User>> emails;
    private final LocalCache<UserListing, UserPage> lists;
    private final LocalCache<Optional<NameSearch>, Long> counts;

    /** @param refreshAhead of lists and counts, which many ask for; a single user is read as quickly as it is renewed */
    CachingUserStore(
            UserStore store,
            RemoteUserCache shared,
            CacheSettings settings,
            LongSupplier nanoTime,
            MeterRegistry registry,
            RefreshAhead refreshAhead) {
        this.store = store;
        this.shared = shared;
        this.ttl = settings.ttl();
        this.nanoTime = nanoTime;
        this.users = local(
                settings.maxUsers(), userGenerations, ReadCounters.of(registry, "local", "user"), RefreshAhead.NONE);
        this.emails = local(
                settings.maxUsers(), listGenerations, ReadCounters.of(registry, "local", "email"), RefreshAhead.NONE);
        this.lists =
                local(settings.maxLists(), listGenerations, ReadCounters.of(registry, "local", "list"), refreshAhead);
        this.counts =
                local(settings.maxLists(), listGenerations, ReadCounters.of(registry, "local", "count"), refreshAhead);
    }

    private <K, V> LocalCache<K, V> local(
            int maxEntries, Generations generations, ReadCounters reads, RefreshAhead refreshAhead) {
        return new LocalCache<>(maxEntries, ttl, generations, nanoTime, reads, refreshAhead);
    }

    @Override
    public Optional<User> byId(UserId id) {
        return users.get(id, () -> shared.find(id).map(CachingUserStore::loaded).orElseGet(() -> load(id)));
    }

    private static Loaded<Optional<User>> loaded(Found found) {
        return new Loaded<>(found.user(), true, found.until());
    }

    private Loaded<Optional<User>> load(UserId id) {
        OptionalLong readTime = shared.readTime();
        Loaded<Optional<User>> loaded = load(() -> store.byId(id));
        Optional<User> user = loaded.value();
        if (user.isPresent() && readTime.isPresent()) {
            shared.offer(user.get(), readTime.getAsLong());
        }
        return new Loaded<>(user, user.isPresent(), loaded.until());
    }

    @Override
    public Optional<User> byEmail(EmailAddress email) {
        return emails.get(email.key(), () -> load(() -> store.byEmail(email)));
    }

    @Override
    public UserPage list(UserListing listing) {
        return lists.get(listing, () -> load(() -> store.list(listing)));
    }

    @Override
    public long count(Optional<NameSearch> search) {
        return counts.get(search, () -> load(() -> store.count(search)));
    }

    @Override
    public List<User> inIdOrder(Optional<UserId> behind, int limit) {
        return store.inIdOrder(behind, limit);
    }

    private <V> Loaded<V> load(Supplier<V> read) {
        long until = nanoTime.getAsLong() + ttl.toNanos();
        return new Loaded<>(read.get(), true, until);
    }

    @Override
    public List<Registration> registerAll(List<NewUser> newUsers, Instant at) {
        boolean registered = true;
        try {
            List<Registration> outcomes = writing(() -> store.registerAll(newUsers, at), this::doubtLists);
            registered = outcomes.stream().anyMatch(Registration.Registered.class::isInstance);
            return outcomes;
        } finally {
            registered(registered);
        }
    }

    @Override
    public IdempotentRegistration registerOnce(IdempotencyKey key, NewUser user, Instant at) {
        boolean registered = true;
        try {
            IdempotentRegistration outcome = writing(() -> store.registerOnce(key, user, at), this::doubtLists);
            registered = outcome instanceof Registration.Registered;
            return outcome;
        } finally {
            registered(registered);
        }
    }

    @Override
    public UserUpdate update(UserId id, UserChange change, Precondition precondition, Instant at) {
        OptionalLong readTime = shared.readTime();
        RemoteUserCache.UserWrite done = new Doubtful(id);
        boolean announce = true;
        try {
            UserUpdate outcome = writing(() -> store.update(id, change, precondition, at), () -> doubt(id));
            switch (outcome) {
                case UserUpdate.Updated(User user) -> done = new Updated(user);
                case UserUpdate.Missing() -> announce = false;
                case UserUpdate.PreconditionFailed() -> announce = false;
                case UserUpdate.EmailTaken(EmailAddress taken) -> announce = false;
            }
            return outcome;
        } finally {
            changed(id, done, readTime, announce);
        }
    }

    @Override
    public UserRemoval remove(UserId id, Precondition precondition) {
        OptionalLong readTime = shared.readTime();
        RemoteUserCache.UserWrite done = new Doubtful(id);
        boolean announce = true;
        try {
            UserRemoval outcome = writing(() -> store.remove(id, precondition), () -> doubt(id));
            switch (outcome) {
                case UserRemoval.Removed() -> done = new Removed(id);
                case UserRemoval.Missing() -> announce = false;
                case UserRemoval.PreconditionFailed() -> announce = false;
            }
            return outcome;
        } finally {
            changed(id, done, readTime, announce);
        }
    }

    /** Does the write; when it fails so that the store may be at it still, its effects are doubtful for a while. */
    private static <T> T writing(Supplier<T> write, Runnable doubt) {
        try {
            return write.get();
        } catch (Throwable e) {
            if (mayStillBeDone(e)) {
                doubt.run();
            }
            throw e;
        }
    }

    private static boolean mayStillBeDone(Throwable e) {
        return !(e instanceof Fault fault)
                || switch (fault.category()) {
                    case TIMEOUT, UNAVAILABLE -> true;
                    case OVERLOADED, MISCONFIGURED, INTERNAL -> false;
                };
    }

    private void doubt(UserId id) {
        userGenerations.doubt(id, nanoTime.getAsLong(), DOUBT.toNanos());
        doubtLists();
    }

    private void doubtLists() {
        listGenerations.doubt(LISTS, nanoTime.getAsLong(), DOUBT.toNanos());
    }

    /** These, or none but lists, may have been changed past this store, on this node. */
    void changed(Set<UserId> ids) {
        if (ids.isEmpty()) {
            registered(true);
        }
        ids.forEach(id -> changed(id, new Doubtful(id), OptionalLong.empty(), true));
    }

    /**
     * Runs after every registration, whatever came of it: one that was refused shows its caller something that may
     * not have reached this node's cache, and who then looks must see it.
     */
    private void registered(boolean announce) {
        listGenerations.next(LISTS);
        if (announce) {
            shared.announce(new Registered(), OptionalLong.empty());
        }
    }

    /** Runs after every other write, whatever came of it, for the same reason. */
    private void changed(UserId id, RemoteUserCache.UserWrite write, OptionalLong readTime, boolean announce) {
        // In this order: a read in the new generation must already be kept from what Redis still holds.
        shared.raiseFloor(write);
        invalidate(id);
        if (announce) {
            shared.announce(write, readTime);
        }
    }

    private void invalidate(UserId id) {
        userGenerations.next(id);
        listGenerations.next(LISTS);
        users.evict(id);
    }

    /** Another node has changed these users, and with them the lists. */
    void invalidate(Iterable<UserId> ids) {
        listGenerations.next(LISTS);
        ids.forEach(this::invalidate);
    }

    /** Anything may have changed. */
    void invalidateAll() {
        userGenerations.nextOfAll();
        listGenerations.nextOfAll();
        users.evictAll();
        emails.evictAll();
        lists.evictAll();
        counts.evictAll();
    }
}
