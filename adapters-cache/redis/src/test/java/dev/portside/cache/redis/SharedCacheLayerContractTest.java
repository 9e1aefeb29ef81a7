package dev.portside.cache.redis;

import dev.portside.application.cache.CacheLayer;
import dev.portside.testkit.cache.CacheLayerContract;
import dev.portside.testkit.services.TestRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** The contract holds before Redis answers, too, since each of these is opened and used at once. */
class SharedCacheLayerContractTest implements CacheLayerContract {

    @Override
    public CacheLayer openCache() {
        RedisSettings settings = Node.settings(new RedisSettings.RedisUrl(TestRedis.url()), Node.LONG_TTL);
        return RedisCache.open(settings, () -> Node.SECRET, new SimpleMeterRegistry());
    }
}
