package dev.portside.application.cache;

import dev.portside.application.image.VariantCache;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.user.UserStore;
import dev.portside.domain.user.UserId;
import java.util.List;
import java.util.Set;

/** Cache of answers of the stores behind it. It makes them faster, never wrong. Safe for use by many threads. */
public interface CacheLayer extends AutoCloseable {

    /**
     * The store, with what it answers kept for a while. A read that begins after a write through the returned store has ended
     * sees that write, always. All reads and writes of this process must go through it, or be passed to {@link #invalidate}.
     *
     * @throws IllegalStateException when asked a second time: two stores would take each other's users for their own
     */
    UserStore caching(UserStore store);

    /**
     * These users may have been changed past the store that {@link #caching} returned, or others may have been registered. A read
     * that begins later sees that.
     */
    void invalidate(Set<UserId> users);

    /** What was made of avatars, for all stores and the same each time. */
    VariantCache variants();

    /** What it relies on, none of it required. */
    List<Dependency> dependencies();

    /** What {@link #caching} and {@link #variants} returned keeps working. */
    @Override
    void close();
}
