package dev.portside.cache.redis;

import dev.portside.application.cache.CacheLayer;
import dev.portside.testkit.fault.CacheFaultContract;
import dev.portside.testkit.services.PrivateRedis;
import dev.portside.testkit.services.TestRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RedisFaultContractTest implements CacheFaultContract {

    private static final Duration TTL = Duration.ofSeconds(1);

    private final PrivateRedis redis = TestRedis.startPrivate();
    private final String namespace = Node.uniqueNamespace();

    @AfterEach
    void close() {
        redis.close();
    }

    @Override
    public InetSocketAddress server() {
        URI url = URI.create(redis.url());
        return InetSocketAddress.createUnresolved(url.getHost(), url.getPort());
    }

    @Override
    public CacheLayer cacheAt(InetSocketAddress address) {
        RedisSettings.RedisUrl url =
                new RedisSettings.RedisUrl("redis://" + address.getHostString() + ":" + address.getPort());
        Duration budget = RedisSettings.defaults(url).commandBudget();
        return RedisCache.open(
                new RedisSettings(Node.process(TTL), budget, namespace, url),
                () -> Node.SECRET,
                new SimpleMeterRegistry());
    }

    /** Forty times what is set, for a machine that is busy; two hundred waits of what is set would still be too much. */
    @Override
    public Duration budget() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(30);
    }
}
