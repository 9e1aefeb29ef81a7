package dev.portside.testkit.cache;

import dev.portside.application.cache.CacheLayer;
import dev.portside.application.image.VariantCache;
import dev.portside.application.readiness.Dependency;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The smallest cache that is right, and what people make wrong about it. */
final class CountingCache implements CacheLayer {

    /** Fault that is built in. */
    enum Fault {
        /** What it has loaded it puts, whatever was written meanwhile. */
        LOADS_THEN_PUTS,
        /** A write makes room before it is done, and not after. */
        FORGETS_BEFORE_THE_WRITE,
        /** A write that failed is taken for one that was not done. */
        TRUSTS_FAILURES,
        UPDATES_LEAVE_USERS,
        UPDATES_LEAVE_LISTS,
        REMOVALS_LEAVE_USERS,
        REMOVALS_LEAVE_LISTS,
        REGISTRATIONS_LEAVE_LISTS,
        /** It keeps a negative entry. */
        REGISTRATIONS_LEAVE_ADDRESSES,
        SINGLE_REGISTRATIONS_LEAVE_LISTS,
        IGNORES_INVALIDATIONS,
        /** A registration invalidates no user. */
        IGNORES_EMPTY_INVALIDATIONS,
        /** An invalidation does not end what is under way. */
        IS_TOLD_OF_THE_PAST_ONLY,
        TELLS_ONE_LIST_FOR_ALL,
        TELLS_ONE_COUNT_FOR_ALL,
        SERVES_ANY_STORE,
        BREAKS_WHEN_CLOSED
    }

    private final Optional<Fault> fault;
    private final AtomicLong writes = new AtomicLong();
    private final Map<Object, Kept> kept = new ConcurrentHashMap<>();
    private final AtomicBoolean serving = new AtomicBoolean();
    private volatile boolean closed;

    private record Kept(Object answer, long writes) {}

    private record ById(UserId id) {}

    private record ByEmail(String key) {}

    private record Count(Optional<NameSearch> search) {}

    CountingCache(Optional<Fault> fault) {
        this.fault = fault;
    }

    private boolean is(Fault one) {
        return fault.equals(Optional.of(one));
    }

    @SuppressWarnings("unchecked") // each key is of one type of answer
    private <T> T get(Object key, Supplier<T> load) {
        if (closed && is(Fault.BREAKS_WHEN_CLOSED)) {
            throw new IllegalStateException("closed");
        }
        long before = writes.get();
        Kept found = kept.get(key);
        if (found != null && (found.writes() == before || is(Fault.LOADS_THEN_PUTS))) {
            return (T) found.answer();
        }
        T answer = load.get();
        kept.put(key, new Kept(answer, before));
        return answer;
    }

    /** @param left what stays, by mistake: keys of this type with what was kept under them */
    private void written(boolean leaves, Class<?>... left) {
        if (leaves) {
            Map<Object, Object> staying = new ConcurrentHashMap<>();
            long before = writes.get();
            kept.forEach((key, value) -> {
                for (Class<?> type : left) {
                    if (type.isInstance(key) && value.writes() == before) {
                        staying.put(key, value.answer());
                    }
                }
            });
            long after = writes.incrementAndGet();
            staying.forEach((key, answer) -> kept.put(key, new Kept(answer, after)));
        } else {
            writes.incrementAndGet();
            if (is(Fault.LOADS_THEN_PUTS)) {
                kept.clear();
            }
        }
    }

    private <T> T write(Supplier<T> write, boolean leaves, Class<?>... left) {
        if (is(Fault.FORGETS_BEFORE_THE_WRITE)) {
            written(false);
            return write.get();
        }
        boolean failed = true;
        try {
            T done = write.get();
            failed = false;
            return done;
        } finally {
            if (!failed || !is(Fault.TRUSTS_FAILURES)) {
                written(leaves, left);
            }
        }
    }

    @Override
    public UserStore caching(UserStore store) {
        if (serving.getAndSet(true) && !is(Fault.SERVES_ANY_STORE)) {
            throw new IllegalStateException("it serves one store");
        }
        return new Caching(store);
    }

    @Override
    public void invalidate(Set<UserId> users) {
        if (is(Fault.IGNORES_INVALIDATIONS) || (users.isEmpty() && is(Fault.IGNORES_EMPTY_INVALIDATIONS))) {
            return;
        }
        if (is(Fault.IS_TOLD_OF_THE_PAST_ONLY)) {
            kept.clear();
            return;
        }
        written(false);
    }

    @Override
    public VariantCache variants() {
        return VariantCache.NONE;
    }

    @Override
    public List<Dependency> dependencies() {
        return List.of();
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Caching implements UserStore {

        private final UserStore store;

        Caching(UserStore store) {
            this.store = store;
        }

        @Override
        public Optional<User> byId(UserId id) {
            return get(new ById(id), () -> store.byId(id));
        }

        @Override
        public Optional<User> byEmail(EmailAddress email) {
            return get(new ByEmail(email.key()), () -> store.byEmail(email));
        }

        @Override
        public UserPage list(UserListing listing) {
            Object key = is(Fault.TELLS_ONE_LIST_FOR_ALL) ? UserListing.class : listing;
            return get(key, () -> store.list(listing));
        }

        @Override
        public long count(Optional<NameSearch> search) {
            Object key = is(Fault.TELLS_ONE_COUNT_FOR_ALL) ? Count.class : new Count(search);
            return get(key, () -> store.count(search));
        }

        @Override
        public List<User> inIdOrder(Optional<UserId> behind, int limit) {
            return store.inIdOrder(behind, limit);
        }

        @Override
        public List<Registration> registerAll(List<NewUser> users, Instant at) {
            return is(Fault.REGISTRATIONS_LEAVE_ADDRESSES)
                    ? write(() -> store.registerAll(users, at), true, ByEmail.class)
                    : write(() -> store.registerAll(users, at), is(Fault.REGISTRATIONS_LEAVE_LISTS), UserListing.class);
        }

        @Override
        public IdempotentRegistration registerOnce(IdempotencyKey key, NewUser user, Instant at) {
            return write(
                    () -> store.registerOnce(key, user, at),
                    is(Fault.SINGLE_REGISTRATIONS_LEAVE_LISTS),
                    UserListing.class,
                    Count.class);
        }

        @Override
        public UserUpdate update(UserId id, UserChange change, Precondition precondition, Instant at) {
            return is(Fault.UPDATES_LEAVE_USERS)
                    ? write(() -> store.update(id, change, precondition, at), true, ById.class)
                    : write(
                            () -> store.update(id, change, precondition, at),
                            is(Fault.UPDATES_LEAVE_LISTS),
                            UserListing.class);
        }

        @Override
        public UserRemoval remove(UserId id, Precondition precondition) {
            return is(Fault.REMOVALS_LEAVE_USERS)
                    ? write(() -> store.remove(id, precondition), true, ById.class, ByEmail.class)
                    : write(
                            () -> store.remove(id, precondition),
                            is(Fault.REMOVALS_LEAVE_LISTS),
                            UserListing.class,
                            Count.class);
        }
    }
}
