package dev.portside.cache.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portside.application.Fault;
import dev.portside.cache.CacheSettings;
import dev.portside.domain.user.User;
import dev.portside.testkit.services.PrivateRedis;
import dev.portside.testkit.services.TestRedis;
import dev.portside.testkit.user.HookedUserStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Redis unreachable, silent, late or dead: answers stay right, and hardly slower. */
@Timeout(90)
class RedisFaultTest {

    private static final Duration BUDGET = Duration.ofMillis(500);

    /** The commands that requests wait for. */
    private static final Set<String> WAITED_FOR = Set.of("get", "announce");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final HookedUserStore store = new HookedUserStore();
    private final PrivateRedis redis = TestRedis.startPrivate();
    private final RedisSettings settings = Node.settings(new RedisSettings.RedisUrl(redis.url()), Node.LONG_TTL);

    @BeforeEach
    void listen() {
        log.start();
        logger().setLevel(Level.INFO);
        logger().addAppender(log);
    }

    @AfterEach
    void close() {
        logger().detachAppender(log);
        logger().setLevel(null);
        redis.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(RedisCache.class);
    }

    @Test
    void a_node_starts_without_redis_and_finds_it_when_it_comes() {
        redis.kill();
        try (Node node = Node.open(settings, store)) {
            User ada = node.register("Ada");
            assertEquals(Optional.of(ada), node.users().byId(ada.id()));
            assertEquals(Optional.of(ada), node.users().byId(ada.id()));
            assertEquals(1, store.reads());
            Fault fault = assertThrows(Fault.class, node.cache().dependencies().getFirst()::check);
            assertEquals(Fault.Category.UNAVAILABLE, fault.category());

            redis.startAgain();
            node.awaitRedis();
            node.cache().dependencies().getFirst().check();
        }
    }

    @Test
    void under_load_a_silent_redis_costs_each_request_at_most_one_budget_and_no_answer() throws Exception {
        int users = 64;
        int threads = 8;
        RedisSettings small = Node.withProcess(settings, new CacheSettings(Duration.ofSeconds(1), 8, 8, 0), BUDGET);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        try (Node node = Node.open(small, store).awaitRedis();
                var executor = Executors.newCachedThreadPool()) {
            List<User> registered = new ArrayList<>();
            for (int i = 0; i < users; i++) {
                registered.add(node.register("User " + i));
            }
            AtomicLongArray written = new AtomicLongArray(users);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(executor.submit(() -> {
                    while (!stop.get()) {
                        int which = ThreadLocalRandom.current().nextInt(users);
                        User user = registered.get(which);
                        long least = written.get(which);
                        if (ThreadLocalRandom.current().nextInt(10) == 0) {
                            long revision = node.rename(user, "Name").revision();
                            written.accumulateAndGet(which, revision, Math::max);
                        } else if (node.users().byId(user.id()).orElseThrow().revision() < least) {
                            wrong.incrementAndGet();
                        }
                        calls.incrementAndGet();
                    }
                }));
            }
            awaitMore(calls, 2_000);
            // A busy machine may have been late by itself; only what the pause costs is of interest.
            node.awaitRedis();
            long openings = node.link().circuit().openings();
            double failures = failures(node);

            redis.pause();
            Node.await("the circuit opened", () -> !node.usesRedis());
            awaitMore(calls, 5_000);

            assertEquals(openings + 1, node.link().circuit().openings());
            assertTrue(failures(node) - failures <= threads, "each thread waited at most once");

            redis.resume();
            awaitMore(calls, 1_000);
            node.awaitRedis();
            awaitMore(calls, 1_000);
            stop.set(true);
            for (Future<?> one : running) {
                one.get();
            }
            assertEquals(0, wrong.get());
        }
    }

    @Test
    void the_circuit_stays_open_for_the_ttl_and_speaks_once_each_way() {
        try (Node node = Node.open(Node.withBudget(settings, BUDGET), store).awaitRedis()) {
            Node.await("a line at the start", () -> log.list.size() == 1);
            log.list.clear();
            User ada = node.register("Ada");
            redis.pause();
            assertEquals(Optional.of(ada), node.users().byId(ada.id()));
            Node.await("open", () -> !node.usesRedis());
            assertEquals(
                    1, node.meters().get("portside.cache.circuit.open").gauge().value());
            redis.resume();
            Node.await("Redis answers", () -> node.link().answers());

            assertFalse(node.usesRedis());
            assertFalse(node.link().circuit().mayClose());
            node.skip(Node.LONG_TTL);
            node.awaitRedis();

            assertEquals(
                    0, node.meters().get("portside.cache.circuit.open").gauge().value());
            Node.await("a line each way", () -> log.list.size() == 2);
            assertTrue(
                    log.list.getFirst().getFormattedMessage().contains("no answer within 500 ms"), log.list::toString);
        }
    }

    @Test
    void what_was_stuck_in_a_silent_redis_does_not_bring_back_the_past() {
        Duration ttl = Duration.ofMillis(300);
        RedisSettings brief = Node.settings(new RedisSettings.RedisUrl(redis.url()), ttl);
        try (Node node = Node.open(brief, store).awaitRedis();
                Node other = Node.open(brief, store).awaitRedis()) {
            User ada = node.register("Ada");
            // Also makes the script known to Redis, so that the stuck command is the one that stores.
            User bob = node.rename(node.register("Bob"), "Bobby");
            User eve = node.register("Eve");
            RedisUsers shared = node.cache().redisUsers();
            long readTime = shared.readTime().orElseThrow();
            redis.pause();
            shared.offer(ada, readTime);
            // One that will be alive, to see when Redis has worked off what it was sent.
            shared.offer(eve, readTime + Node.LONG_TTL.toMillis());
            long sent = System.nanoTime();
            User renamed = Node.rename(store, ada, "Ada King");
            Node.await("what is stuck has expired", () -> System.nanoTime() - sent > ttl.toNanos());
            redis.resume();
            Node.await("Redis is used", () -> node.usesRedis() && other.usesRedis());

            String key = brief.namespace() + ":users:v2:";
            Node.await(
                    "all was carried out",
                    () -> RawRedis.say(redis.url(), "EXISTS " + key + eve.id()).equals(":1"));
            assertEquals(":0", RawRedis.say(redis.url(), "EXISTS " + key + ada.id()));
            assertEquals(2, bob.revision());
            assertEquals(Optional.of(renamed), other.users().byId(ada.id()));
        }
    }

    @Test
    void a_redis_that_died_and_came_back_is_used_again_and_what_may_have_been_missed_is_forgotten() {
        try (Node node = Node.open(settings, store).awaitRedis()) {
            User ada = node.register("Ada");
            node.users().byId(ada.id());
            User renamed = Node.rename(store, ada, "While messages were lost");
            redis.kill();
            Node.await("the death was noticed", () -> !node.usesRedis());
            assertEquals(Optional.of(ada), node.users().byId(ada.id()));

            redis.startAgain();
            Node.await("subscribed again", () -> node.users().byId(ada.id()).equals(Optional.of(renamed)));
            node.skip(Node.LONG_TTL);
            node.awaitRedis();
            assertEquals(
                    Optional.of(renamed.revision() + 1),
                    Optional.of(node.rename(renamed, "Again").revision()));
        }
    }

    @Test
    void closing_leaves_no_thread_behind_and_a_store_that_works() {
        ConcurrentHashMap<String, Boolean> before = new ConcurrentHashMap<>();
        threads().forEach(name -> before.put(name, true));
        Node node = Node.open(settings, store).awaitRedis();
        User ada = node.register("Ada");
        node.users().byId(ada.id());
        List<String> more =
                threads().stream().filter(name -> !before.containsKey(name)).toList();
        assertTrue(more.size() <= 7, more::toString);

        node.close();

        Node.await("the threads end", () -> threads().stream().noneMatch(more::contains));
        assertEquals(Optional.of(ada), node.users().byId(ada.id()));
        assertEquals(2, node.rename(ada, "Ada King").revision());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName() + "#" + thread.threadId())
                .toList();
    }

    private static double failures(Node node) {
        return node.meters().find("portside.cache.redis.failures").counters().stream()
                .filter(counter -> WAITED_FOR.contains(counter.getId().getTag("command")))
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static void awaitMore(AtomicInteger calls, int more) {
        int target = calls.get() + more;
        Node.await(more + " more calls", () -> calls.get() >= target);
    }
}
