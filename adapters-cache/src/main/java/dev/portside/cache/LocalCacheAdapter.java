package dev.portside.cache;

import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import dev.portside.application.cache.CacheAdapter;
import dev.portside.application.cache.CacheLayer;
import java.util.List;

/** Each process keeps its own. Its door: {@link java.util.ServiceLoader} finds this class. */
public final class LocalCacheAdapter implements CacheAdapter {

    @Override
    public String name() {
        return "local";
    }

    @Override
    public List<Setting<?>> settings() {
        return CacheAdapterSettings.ALL;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public CacheLayer open(SettingValues values, Host host) {
        return CacheAdapterSettings.open(values, host, new CacheSettings.None());
    }
}
