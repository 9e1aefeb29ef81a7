package dev.portside.cache.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.user.UserStore;
import dev.portside.cache.Cache;
import dev.portside.domain.user.User;
import dev.portside.domain.user.UserListing;
import dev.portside.testkit.services.TestRedis;
import dev.portside.testkit.user.HookedUserStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On one node, a read that begins after a write has returned sees it, in whatever order things happen. */
@Timeout(120)
class FreshnessTest {

    private static final int USERS = 4;
    private static final int WRITERS = 3;
    private static final int READERS = 8;
    private static final int WRITES = 2_000;

    @Test
    void nothing_stale_is_read_from_this_process() throws Exception {
        StumblingStore store = new StumblingStore();
        MeterRegistry meters = new SimpleMeterRegistry();
        try (Cache cache = Cache.open(Node.process(Node.LONG_TTL), meters)) {
            UserStore users = cache.caching(store);
            assertEquals(List.of(), staleReads(users, store));
            assertTrue(Node.reads(meters, "local", "user", "hit") > 0, "the cache was of use");
        }
    }

    @Test
    void nothing_stale_is_read_through_redis() throws Exception {
        StumblingStore store = new StumblingStore();
        RedisSettings settings = Node.settings(new RedisSettings.RedisUrl(TestRedis.url()), Node.LONG_TTL);
        try (Node node = Node.open(settings, store).awaitRedis()) {
            assertEquals(List.of(), staleReads(node.users(), store));
            assertTrue(node.usesRedis(), "the circuit stayed closed");
            assertTrue(node.reads("redis", "user", "hit") > 0, "Redis was of use");
        }
    }

    /** Every user's revision only grows, so a read is stale when it finds less than was written before it began. */
    private static List<String> staleReads(UserStore through, StumblingStore store) throws Exception {
        List<User> users = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            users.add(Node.register(through, "User " + i));
        }
        AtomicLongArray written = new AtomicLongArray(USERS);
        CountDownLatch start = new CountDownLatch(1);
        AtomicInteger writing = new AtomicInteger(WRITERS);
        Queue<String> stale = new ConcurrentLinkedQueue<>();
        // Platform threads: a reader that only finds hits never parks, and would keep a carrier from the writers.
        try (var executor = Executors.newCachedThreadPool()) {
            List<Future<?>> threads = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                threads.add(executor.submit(() -> {
                    start.await();
                    try {
                        for (int n = 0; n < WRITES / WRITERS; n++) {
                            int which = ThreadLocalRandom.current().nextInt(USERS);
                            long revision = Node.rename(through, users.get(which), "Name " + n)
                                    .revision();
                            written.accumulateAndGet(which, revision, Math::max);
                            store.writeReturned();
                        }
                    } finally {
                        writing.decrementAndGet();
                        store.writeReturned();
                    }
                    return null;
                }));
            }
            for (int i = 0; i < READERS; i++) {
                threads.add(executor.submit(() -> {
                    start.await();
                    while (writing.get() > 0 && stale.size() < 10) {
                        int which = ThreadLocalRandom.current().nextInt(USERS);
                        long least = written.get(which);
                        String how = switch (ThreadLocalRandom.current().nextInt(4)) {
                            case 0 ->
                                "list " + inList(through, users.get(which)).revision();
                            case 1 ->
                                "email "
                                        + through.byEmail(users.get(which).email())
                                                .orElseThrow()
                                                .revision();
                            default ->
                                "id "
                                        + through.byId(users.get(which).id())
                                                .orElseThrow()
                                                .revision();
                        };
                        if (Long.parseLong(how.substring(how.indexOf(' ') + 1)) < least) {
                            stale.add(how + ", but at least " + least + " had been written");
                        }
                    }
                    return null;
                }));
            }
            store.begin();
            start.countDown();
            for (Future<?> thread : threads) {
                thread.get();
            }
        }
        return List.copyOf(stale);
    }

    private static User inList(UserStore store, User wanted) {
        return store.list(new UserListing(Optional.empty(), UserListing.Page.FIRST, 10)).users().stream()
                .filter(user -> user.id().equals(wanted.id()))
                .findAny()
                .orElseThrow();
    }

    /** Now and then holds a read back, with its result in hand, until some write has returned to its caller. */
    private static final class StumblingStore extends HookedUserStore {

        private final AtomicReference<CountDownLatch> nextWrite = new AtomicReference<>(new CountDownLatch(1));
        private final AtomicReference<CountDownLatch> nextRead = new AtomicReference<>(new CountDownLatch(1));
        private volatile boolean stumbling;

        void begin() {
            stumbling = true;
        }

        void writeReturned() {
            nextWrite.getAndSet(new CountDownLatch(1)).countDown();
        }

        @Override
        protected <T> T reading(Supplier<T> read) {
            CountDownLatch write = nextWrite.get();
            T result = read.get();
            if (stumbling && ThreadLocalRandom.current().nextInt(4) == 0) {
                await(write);
            }
            nextRead.getAndSet(new CountDownLatch(1)).countDown();
            return result;
        }

        @Override
        protected <T> T writing(Supplier<T> write) {
            if (stumbling && ThreadLocalRandom.current().nextInt(4) == 0) {
                await(nextRead.get());
            }
            T result = write.get();
            if (stumbling && ThreadLocalRandom.current().nextInt(4) == 0) {
                await(nextRead.get());
            }
            return result;
        }

        /** Not for ever: all others may be waiting for this one. */
        private static void await(CountDownLatch latch) {
            try {
                boolean ignored = latch.await(2, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
