package dev.portside.application.image;

import dev.portside.domain.image.Avatar;
import dev.portside.domain.image.AvatarPrecondition;
import dev.portside.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A store that counts how often an original is read, and lets something happen before. */
final class HookedAvatarStore implements AvatarStore {

    private final AvatarStore store;
    private final AtomicInteger finds = new AtomicInteger();
    private final AtomicReference<Runnable> beforeNextFind = new AtomicReference<>(HookedAvatarStore::nothing);

    HookedAvatarStore(AvatarStore store) {
        this.store = store;
    }

    int finds() {
        return finds.get();
    }

    void beforeNextFind(Runnable hook) {
        beforeNextFind.set(hook);
    }

    @Override
    public AvatarStore.Storing put(UserId user, Avatar avatar, AvatarPrecondition precondition, Instant at) {
        return store.put(user, avatar, precondition, at);
    }

    @Override
    public AvatarStore.Lookup head(UserId user) {
        return store.head(user);
    }

    @Override
    public Optional<Avatar> find(UserId user) {
        finds.incrementAndGet();
        beforeNextFind.getAndSet(HookedAvatarStore::nothing).run();
        return store.find(user);
    }

    @Override
    public AvatarStore.Removal remove(UserId user, AvatarPrecondition precondition) {
        return store.remove(user, precondition);
    }

    private static void nothing() {}
}
