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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
    public OnceRegistration registerOnce(IdempotencyKey key, NewUser user) {
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
     * Hands every user to the consumer, in order of id and in constant memory. Users that come or go meanwhile may be
     * missed; all others are met exactly once. An exception of the consumer ends the export and is passed on.
     */
    public void export(Consumer<? super User> consumer) {
        List<User> step = store.inIdOrder(Optional.empty(), EXPORT_STEP);
        while (!step.isEmpty()) {
            step.forEach(consumer);
            step = store.inIdOrder(Optional.of(step.getLast().id()), EXPORT_STEP);
        }
    }

    /** Microseconds, because that is what PostgreSQL keeps. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
