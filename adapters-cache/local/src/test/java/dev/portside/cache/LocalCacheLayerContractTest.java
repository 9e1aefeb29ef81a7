package dev.portside.cache;

import dev.portside.application.cache.CacheLayer;
import dev.portside.testkit.cache.CacheLayerContract;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

class LocalCacheLayerContractTest implements CacheLayerContract {

    @Override
    public CacheLayer openCache() {
        return Cache.open(CacheSettings.DEFAULTS, new SimpleMeterRegistry());
    }
}
