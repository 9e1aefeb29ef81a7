package dev.portside.cache;

import dev.portside.application.image.VariantCache;
import dev.portside.testkit.image.VariantCacheContract;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

class LocalVariantCacheContractTest implements VariantCacheContract {

    @Override
    @SuppressWarnings("resource")
    public VariantCache emptyCache() {
        return Cache.open(CacheSettings.DEFAULTS, new SimpleMeterRegistry()).variants();
    }
}
