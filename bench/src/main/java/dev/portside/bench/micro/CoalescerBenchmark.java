package dev.portside.bench.micro;

import dev.portside.application.concurrency.Coalescer;
import dev.portside.application.concurrency.Coalescer.Limits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Cost of reads through a coalescer, from a source that takes some ten microseconds and serves one at a time, as a
 * connection does: alone, where it should cost nothing, and among many.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CoalescerBenchmark {

    private static final int WORK = 5_000;

    private final ReentrantLock connection = new ReentrantLock();
    private final Coalescer<Long, Long> coalescer =
            new Coalescer<>(this::one, this::many, new Limits(128, 1, 16, Duration.ofMillis(5)));

    /** Without a coalescer, alone. */
    @Benchmark
    public Optional<Long> directAlone() {
        return one(1L);
    }

    /** Through it, alone. */
    @Benchmark
    public Optional<Long> coalescedAlone() {
        return coalescer.get(1L);
    }

    /** Without it, among sixteen. */
    @Benchmark
    @Threads(16)
    public Optional<Long> directAmongMany() {
        return one(1L);
    }

    /** Through it, among sixteen that all want the same. */
    @Benchmark
    @Threads(16)
    public Optional<Long> coalescedAmongMany() {
        return coalescer.get(1L);
    }

    /** Through it, among sixteen that each want something else. */
    @Benchmark
    @Threads(16)
    public Optional<Long> mergedAmongMany() {
        return coalescer.get(Thread.currentThread().threadId());
    }

    private Optional<Long> one(long key) {
        connection.lock();
        try {
            Blackhole.consumeCPU(WORK);
            return Optional.of(key);
        } finally {
            connection.unlock();
        }
    }

    private Map<Long, Long> many(Set<Long> keys) {
        connection.lock();
        try {
            Blackhole.consumeCPU(WORK);
            Map<Long, Long> found = HashMap.newHashMap(keys.size());
            keys.forEach(key -> found.put(key, key));
            return found;
        } finally {
            connection.unlock();
        }
    }
}
