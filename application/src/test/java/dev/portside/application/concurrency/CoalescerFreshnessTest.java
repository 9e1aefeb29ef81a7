package dev.portside.application.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import dev.portside.application.concurrency.Coalescer.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Reads are linearizable: each value is a number that only grows, so a read that finds less than had been written when it
 * began is stale, whatever the order in which threads ran. Tens of thousands of reads are tried at random.
 */
@Timeout(120)
class CoalescerFreshnessTest {

    private static final int KEYS = 5;
    private static final int WRITERS = 2;
    private static final int READERS = 12;
    private static final int READS = 4_000;

    private final AtomicLongArray values = new AtomicLongArray(KEYS);
    private final LongAdder gaveUp = new LongAdder();

    @Test
    void no_read_finds_less_than_had_been_written_when_it_began() throws Exception {
        for (Limits limits : List.of(
                new Limits(64, 1, 1, Duration.ofHours(1)),
                new Limits(3, 2, 4, Duration.ofMillis(1)),
                new Limits(2, 1, 16, Duration.ofNanos(1)))) {
            Coalescer<Integer, Long> coalescer = new Coalescer<>(this::one, this::many, limits);

            assertEquals(List.of(), staleReads(coalescer::get, true), limits.toString());

            assertTrue(coalescer.readings() < coalescer.reads(), "nothing was shared, so nothing was tried");
            assertEquals(0, coalescer.waiting());
        }
        assertTrue(gaveUp.sum() > 0, "no reader was interrupted");
    }

    @Test
    void equal_reads_only_are_as_fresh() throws Exception {
        LongAdder readings = new LongAdder();
        KeyedCoalescer<Integer, Long> equal = new KeyedCoalescer<>(
                key -> {
                    readings.increment();
                    return one(key);
                },
                Duration.ofMillis(1));

        assertEquals(List.of(), staleReads(equal::get, true));

        assertTrue(readings.sum() < READERS * READS, "nothing was shared, so nothing was tried");
    }

    @Test
    void a_coalescer_that_lets_reads_join_what_has_begun_is_found_out() throws Exception {
        Map<Integer, CompletableFuture<Optional<Long>>> running = new ConcurrentHashMap<>();
        Function<Integer, Optional<Long>> joining = key -> {
            CompletableFuture<Optional<Long>> mine = new CompletableFuture<>();
            CompletableFuture<Optional<Long>> other = running.putIfAbsent(key, mine);
            if (other != null) {
                return other.join();
            }
            Optional<Long> value = one(key);
            running.remove(key);
            mine.complete(value);
            return value;
        };

        assertNotEquals(List.of(), staleReads(joining, false));
    }

    private List<String> staleReads(Function<Integer, Optional<Long>> read, boolean interrupting) throws Exception {
        Queue<String> stale = new ConcurrentLinkedQueue<>();
        try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService platform = Executors.newCachedThreadPool()) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                ExecutorService threads = i % 3 == 0 ? platform : virtual;
                readers.add(threads.submit(() -> {
                    for (int n = 0; n < READS && stale.size() < 10; n++) {
                        int key = ThreadLocalRandom.current().nextInt(KEYS);
                        if (interrupting && ThreadLocalRandom.current().nextInt(50) == 0) {
                            Thread.currentThread().interrupt();
                        }
                        long least = values.get(key);
                        check(key, least, read, stale);
                    }
                    return null;
                }));
            }
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(platform.submit(() -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        values.incrementAndGet(ThreadLocalRandom.current().nextInt(KEYS));
                        stumble();
                    }
                }));
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
            writers.forEach(writer -> writer.cancel(true));
        }
        return List.copyOf(stale);
    }

    private void check(int key, long least, Function<Integer, Optional<Long>> read, Queue<String> stale) {
        try {
            long found = read.apply(key).orElseThrow();
            if (found < least) {
                stale.add("found " + found + ", but " + least + " had been written");
            }
        } catch (Fault e) {
            gaveUp.increment();
        } finally {
            var unused = Thread.interrupted();
        }
    }

    private Optional<Long> one(int key) {
        stumble();
        Optional<Long> value = Optional.of(values.get(key));
        stumble();
        return value;
    }

    private Map<Integer, Long> many(Set<Integer> keys) {
        stumble();
        Map<Integer, Long> found = new HashMap<>();
        keys.forEach(key -> found.put(key, values.get(key)));
        stumble();
        return found;
    }

    /** Takes a while, now and then, and notices an interrupt as a database would. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it makes orders more various
    private static void stumble() {
        int chance = ThreadLocalRandom.current().nextInt(16);
        if (chance == 0) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(50_000));
        } else if (chance < 4) {
            Thread.yield();
        }
        if (chance == 1 && Thread.currentThread().isInterrupted()) {
            throw new Fault(Fault.Category.TIMEOUT, "interrupted");
        }
    }
}
