package dev.portside.application.inmemory;

import dev.portside.application.image.AvatarAbsence;
import dev.portside.application.image.AvatarStore;
import dev.portside.domain.image.Avatar;
import dev.portside.domain.image.AvatarDigest;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.user.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.function.Supplier;

/** Avatars beside the users they are of, under the same lock. */
final class InMemoryAvatarStore implements AvatarStore {

    private final ReadWriteLock lock;
    private final Set<UserId> users;
    private final Map<UserId, Avatar> avatars = new HashMap<>();

    /**
     * Starts empty.
     *
     * @param lock guards the users
     * @param users whom there are, at any time
     */
    InMemoryAvatarStore(ReadWriteLock lock, Set<UserId> users) {
        this.lock = lock;
        this.users = users;
    }

    @Override
    public AvatarStore.Storing put(UserId user, Avatar avatar, AvatarPrecondition precondition, Instant at) {
        Avatar own = avatar.copy();
        return locked(lock.writeLock(), () -> {
            if (!users.contains(user)) {
                return new AvatarAbsence.UserMissing();
            }
            if (!precondition.admits(current(user))) {
                return new AvatarStore.Storing.PreconditionFailed();
            }
            avatars.put(user, own);
            return new AvatarStore.Storing.Stored();
        });
    }

    @Override
    public AvatarStore.Lookup head(UserId user) {
        return locked(lock.readLock(), () -> {
            Avatar avatar = avatars.get(user);
            return avatar == null ? absence(user) : new AvatarStore.Lookup.Found(avatar.head());
        });
    }

    @Override
    public Optional<Avatar> find(UserId user) {
        return locked(lock.readLock(), () -> Optional.ofNullable(avatars.get(user)))
                .map(Avatar::copy);
    }

    @Override
    public AvatarStore.Removal remove(UserId user, AvatarPrecondition precondition) {
        return locked(lock.writeLock(), () -> {
            Optional<AvatarDigest> current = current(user);
            if (current.isEmpty()) {
                return absence(user);
            }
            if (!precondition.admits(current)) {
                return new AvatarStore.Removal.PreconditionFailed();
            }
            avatars.remove(user);
            return new AvatarStore.Removal.Removed();
        });
    }

    private Optional<AvatarDigest> current(UserId user) {
        return Optional.ofNullable(avatars.get(user))
                .map(avatar -> avatar.head().digest());
    }

    /** To be called with the user, under the lock for writing. */
    void forget(UserId user) {
        avatars.remove(user);
    }

    private AvatarAbsence absence(UserId user) {
        return users.contains(user) ? new AvatarAbsence.AvatarMissing() : new AvatarAbsence.UserMissing();
    }

    private static <T> T locked(Lock lock, Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
