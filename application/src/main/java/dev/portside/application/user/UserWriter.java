package dev.portside.application.user;

import dev.portside.domain.user.IdempotencyKey;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.Precondition;
import dev.portside.domain.user.UserChange;
import dev.portside.domain.user.UserId;
import java.time.Instant;
import java.util.List;

/**
 * Writer of users. Each call is atomic, is durable once it has returned, and keeps two promises at any time, whatever runs
 * beside it: no two users have the same {@linkplain dev.portside.domain.user.EmailAddress#key() address}, and no id is
 * given twice. Times are whole microseconds. Safe for use by many threads; every method may throw
 * {@link dev.portside.application.Fault}.
 */
public interface UserWriter {

    /**
     * Registers each user that can be: one result per user, in the order given. A user whose address another one in the
     * same call has is taken by the one that comes first. Ids ascend in the order given.
     */
    List<Registration> registerAll(List<NewUser> users, Instant at);

    /**
     * Registers a user at most once per key. The key is remembered in the same atomic step, and only when the user was
     * registered: an attempt that found the address taken, or that failed, leaves the key free.
     *
     * @return of concurrent calls with equal keys at most one {@link Registration.Registered}; from
     *     {@link IdempotencyKey#KEPT_FOR} after that one's {@code at}, and from the user's removal on, the key is free again
     */
    IdempotentRegistration registerOnce(IdempotencyKey key, NewUser user, Instant at);

    UserUpdate update(UserId id, UserChange change, Precondition precondition, Instant at);

    /** Removes a user, and in the same atomic step all that is remembered of the registration. */
    UserRemoval remove(UserId id, Precondition precondition);
}
