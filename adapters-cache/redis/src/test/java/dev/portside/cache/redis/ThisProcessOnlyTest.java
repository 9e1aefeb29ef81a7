package dev.portside.cache.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.portside.application.adapter.Host;
import dev.portside.application.adapter.Setting;
import dev.portside.application.adapter.SettingValues;
import dev.portside.application.inmemory.InMemoryUserStore;
import dev.portside.application.user.UserStore;
import dev.portside.domain.user.User;
import dev.portside.testkit.services.PrivateRedis;
import dev.portside.testkit.services.TestRedis;
import dev.portside.testkit.user.UserFixtures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Users in memory are numbered anew by each process, and Redis keeps what another had under that number. */
class ThisProcessOnlyTest {

    private static final Host HOST = new Host() {
        @Override
        public Duration requestDeadline() {
            return Duration.ofSeconds(10);
        }

        @Override
        public <T> Optional<T> given(Class<T> type) {
            return Optional.empty();
        }
    };

    @Test
    void what_belongs_to_one_process_is_never_told_by_another() {
        UserStore mine = new InMemoryUserStore();
        UserStore theirs = new InMemoryUserStore();
        User ada = UserFixtures.register(mine, "Ada", "ada@example.org", UserFixtures.NOON);
        User grace = UserFixtures.register(theirs, "Grace", "grace@example.org", UserFixtures.NOON);
        assertEquals(ada.id(), grace.id());
        try (PrivateRedis redis = TestRedis.startPrivate();
                Node one = open(redis, mine);
                Node other = open(redis, theirs)) {
            assertEquals(Optional.of(ada), one.users().byId(ada.id()));
            Node.await(
                    "Redis has it", () -> !RawRedis.say(redis.url(), "DBSIZE").equals(":0"));

            assertEquals(Optional.of(grace), other.users().byId(grace.id()));
        }
    }

    private static Node open(PrivateRedis redis, UserStore store) {
        Map<String, String> set = Map.of("REDIS_URL", redis.url(), "PORTSIDE_CACHE_NAMESPACE", "n".repeat(64));
        RedisCache cache = (RedisCache) new RedisCacheAdapter().openForThisProcess(values(set), HOST);
        return new Node(cache, cache.caching(store), new SimpleMeterRegistry(), new AtomicLong()).awaitRedis();
    }

    private static SettingValues values(Map<String, String> set) {
        return new SettingValues() {
            @Override
            public <T> T get(Setting<T> setting) {
                String text = set.get(setting.key());
                return text == null
                        ? setting.defaultValue()
                        : setting.parse().apply(text).orElseThrow();
            }
        };
    }
}
