package dev.portside.cache;

import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import dev.portside.application.cache.CacheAdapter;
import dev.portside.application.cache.CacheLayer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

/** Each process keeps its own. Its door: {@link java.util.ServiceLoader} finds this class. */
public final class LocalCacheAdapter implements CacheAdapter {

    @Override
    public String name() {
        return "local";
    }

    @Override
    public List<Setting<?>> settings() {
        return CacheSettings.ALL;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public CacheLayer open(SettingValues values, Host host) {
        return Cache.open(
                CacheSettings.of(values), host.given(MeterRegistry.class).orElseGet(SimpleMeterRegistry::new));
    }
}
