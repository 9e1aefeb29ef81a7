package dev.portside.cache.redis;

import dev.portside.application.image.VariantCache;
import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.testkit.image.VariantCacheContract;
import dev.portside.testkit.services.TestRedis;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;

class SharedVariantCacheContractTest implements VariantCacheContract {

    private final Deque<Node> nodes = new ArrayDeque<>();

    @Override
    public VariantCache emptyCache() {
        RedisSettings settings = Node.settings(new RedisSettings.RedisUrl(TestRedis.url()), Node.LONG_TTL);
        Node node = Node.open(settings, new InMemoryUserStore()).awaitRedis();
        nodes.add(node);
        return node.cache().variants();
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
    }
}
