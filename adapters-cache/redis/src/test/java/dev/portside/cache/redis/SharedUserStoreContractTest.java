package dev.portside.cache.redis;

import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.user.UserStore;
import dev.portside.testkit.services.TestRedis;
import dev.portside.testkit.user.UserStoreContract;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;

class SharedUserStoreContractTest implements UserStoreContract {

    private final Deque<Node> nodes = new ArrayDeque<>();

    @Override
    public UserStore emptyStore() {
        RedisSettings settings = Node.settings(new RedisSettings.RedisUrl(TestRedis.url()), Node.LONG_TTL);
        Node node = Node.open(settings, new InMemoryUserStore()).awaitRedis();
        nodes.add(node);
        return node.users();
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
    }
}
