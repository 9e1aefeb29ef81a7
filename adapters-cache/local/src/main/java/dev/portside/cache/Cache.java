package dev.portside.cache;

import dev.portside.application.cache.CacheLayer;
import dev.portside.application.image.VariantCache;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.user.UserStore;
import dev.portside.domain.user.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cache of this process, over the one that nodes share, if any. Safe for use by many threads.
 */
public final class Cache implements CacheLayer {

    /** Of fifty connections to a database. */
    private static final int RELOADS = 4;

    private final CacheSettings settings;
    private final RemoteUserCache sharedUsers;
    private final MeterRegistry registry;
    private final LongSupplier nanoTime;
    private final VariantCache variants;
    private final AtomicReference<@Nullable CachingUserStore> userStore = new AtomicReference<>();

    private Cache(
            CacheSettings settings,
            RemoteUserCache sharedUsers,
            RemoteVariantCache sharedVariants,
            MeterRegistry registry,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.sharedUsers = sharedUsers;
        this.registry = registry;
        this.nanoTime = nanoTime;
        this.variants = new CachingVariants(settings, sharedVariants, nanoTime, registry);
    }

    /** Opens one that this process has for itself. Meters are named {@code portside.cache.*}. */
    public static Cache open(CacheSettings settings, MeterRegistry registry) {
        return over(RemoteUserCache.NONE, RemoteVariantCache.NONE, settings, registry, clock());
    }

    /** Returns the time of this machine to count lifetimes with, in nanoseconds, that in which it was suspended included. */
    public static LongSupplier clock() {
        return new SuspendAwareClock(System::nanoTime, System::currentTimeMillis);
    }

    /** Opens one over what nodes share. It closes nothing of that. */
    public static Cache over(
            RemoteUserCache users,
            RemoteVariantCache variants,
            CacheSettings settings,
            MeterRegistry registry,
            LongSupplier nanoTime) {
        return new Cache(settings, users, variants, registry, nanoTime);
    }

    /**
     * {@inheritDoc}
     *
     * <p>It is kept for at most its time to live. A write through another node is seen at most that much later. A page that is shown
     * again is the same object.
     */
    @Override
    public UserStore caching(UserStore store) {
        CachingUserStore caching =
                new CachingUserStore(store, sharedUsers, settings, nanoTime, registry, RefreshAhead.few(RELOADS));
        if (!userStore.compareAndSet(null, caching)) {
            throw new IllegalStateException("A cache serves one store; open another cache with another namespace");
        }
        return caching;
    }

    @Override
    public void invalidate(Set<UserId> users) {
        ifCaching(store -> store.changed(users));
    }

    /** Invalidates users that another node has changed, and with them the lists; unlike {@link #invalidate}, announces nothing. */
    public void changedElsewhere(Iterable<UserId> users) {
        ifCaching(store -> store.invalidate(users));
    }

    /** Another node may have changed anything. */
    public void changedElsewhere() {
        ifCaching(CachingUserStore::invalidateAll);
    }

    private void ifCaching(Consumer<CachingUserStore> action) {
        CachingUserStore store = userStore.get();
        if (store != null) {
            action.accept(store);
        }
    }

    /** What was made of avatars, for all stores and the same each time; kept for an hour at most. */
    @Override
    public VariantCache variants() {
        return variants;
    }

    /** None. */
    @Override
    public List<Dependency> dependencies() {
        return List.of();
    }

    /** There is nothing to close. */
    @Override
    public void close() {}
}
