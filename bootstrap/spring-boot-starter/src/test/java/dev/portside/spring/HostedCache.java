package dev.portside.spring;

import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.SettingValues;
import dev.portside.application.cache.CacheAdapter;
import dev.portside.application.cache.CacheLayer;
import dev.portside.application.image.VariantCache;
import dev.portside.application.readiness.Dependency;
import dev.portside.application.user.UserStore;
import dev.portside.domain.user.UserId;
import java.util.List;
import java.util.Set;

/** A cache that an application has written, which keeps nothing so far, at the end of a line that can be cut. */
final class HostedCache implements CacheAdapter {

    private final HostedStorage far = new HostedStorage();

    void cut() {
        far.reachable = false;
    }

    @Override
    public String name() {
        return "hosted";
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public CacheLayer open(SettingValues values, Host host) {
        Dependency line = far.new Line("cache", false);
        return new CacheLayer() {
            @Override
            public UserStore caching(UserStore store) {
                return store;
            }

            @Override
            public void invalidate(Set<UserId> users) {}

            @Override
            public VariantCache variants() {
                return VariantCache.NONE;
            }

            @Override
            public List<Dependency> dependencies() {
                return List.of(line);
            }

            @Override
            public void close() {}
        };
    }
}
