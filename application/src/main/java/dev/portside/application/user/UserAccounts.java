package dev.portside.application.user;

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
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Registering, finding, changing and removing users. Safe for use by many threads; every method may throw
 * {@link dev.portside.application.Fault}.
 */
public final class UserAccounts {

    /** Large enough that the round trip does not count, small enough to weigh well under a megabyte. */
    private static final int EXPORT_STEP = 1_000;

    private final UserStore store;
    private final Clock clock;

    public UserAccounts(UserStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public Registration register(NewUser user) {
        return store.registerAll(List.of(user), now()).getFirst();
    }

    /** Registers a user unless the same registration has succeeded under the same key before. */
    public IdempotentRegistration registerOnce(IdempotencyKey key, NewUser user) {
        return store.registerOnce(key, user, now());
    }

    /** Registers each user that can be; one result per user, in the order given. */
    public List<Registration> registerAll(List<NewUser> users) {
        return users.isEmpty() ? List.of() : store.registerAll(users, now());
    }

    public Optional<User> byId(UserId id) {
        return store.byId(id);
    }

    public Optional<User> byEmail(EmailAddress email) {
        return store.byEmail(email);
    }

    public UserPage list(UserListing listing) {
        return store.list(listing);
    }

    public long count(Optional<NameSearch> search) {
        return store.count(search);
    }

    public UserUpdate update(UserId id, UserChange change, Precondition precondition) {
        return store.update(id, change, precondition, now());
    }

    public UserRemoval remove(UserId id, Precondition precondition) {
        return store.remove(id, precondition);
    }

    /**
     * Every user, in order of id, read in steps as the iterator goes on, so in constant memory. The first step is read
     * before this returns. Users that come or go meanwhile may be missed; all others are met exactly once.
     */
    public Iterator<User> export() {
        return new Iterator<>() {
            private List<User> step = store.inIdOrder(Optional.empty(), EXPORT_STEP);
            private int taken;

            @Override
            public boolean hasNext() {
                if (taken == step.size() && taken > 0) {
                    step = store.inIdOrder(Optional.of(step.getLast().id()), EXPORT_STEP);
                    taken = 0;
                }
                return taken < step.size();
            }

            @Override
            public User next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return step.get(taken++);
            }
        };
    }

    /** Microseconds, because that is what PostgreSQL keeps. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
