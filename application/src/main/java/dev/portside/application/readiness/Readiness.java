package dev.portside.application.readiness;

import dev.portside.application.Fault;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Readiness of this node for requests. It starts as {@link Status#STARTING}; {@link #started} and {@link #drain}
 * take it through its life. Safe for use by many threads.
 */
public final class Readiness {

    /** Readiness as a load balancer needs to know it. */
    public enum Status {
        /** Not listening to its dependencies yet. */
        STARTING,
        READY,
        /** Everything is answered, more slowly than usual. */
        DEGRADED,
        /** A required dependency is unavailable. */
        NOT_READY,
        /** About to stop: send nothing more. */
        DRAINING;

        /** Returns whether requests may be sent here. */
        public boolean acceptsRequests() {
            return this == READY || this == DEGRADED;
        }
    }

    /**
     * Result of the checks of the dependencies.
     *
     * @param dependencies by name, whether each gave a sign of life; empty while starting
     * @param reasons by name, what is wrong with those that gave none and say so, in a word
     */
    public record Report(Status status, Map<String, Boolean> dependencies, Map<String, String> reasons) {

        public Report {
            dependencies = Collections.unmodifiableMap(new LinkedHashMap<>(dependencies));
            reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
        }

        /** One that gives no reasons. */
        public Report(Status status, Map<String, Boolean> dependencies) {
            this(status, dependencies, Map.of());
        }
    }

    private enum Phase {
        STARTING,
        RUNNING,
        DRAINING
    }

    private static final Duration SHARED_FOR = Duration.ofMillis(100);

    private final Duration deadline;
    private final ReentrantLock asking = new ReentrantLock();
    private @Nullable Report last;
    private long lastAt;
    private volatile Phase phase = Phase.STARTING;
    private volatile boolean started;
    private volatile List<Dependency> dependencies = List.of();

    /**
     * Starts as {@link Status#STARTING}.
     *
     * @param deadline how long all checks together may take; what has not answered by then counts as unavailable
     */
    public Readiness(Duration deadline) {
        this.deadline = deadline;
    }

    /** From now on the status is that of these dependencies, unless this drains already. */
    public void started(List<Dependency> dependencies) {
        asking.lock();
        try {
            this.dependencies = List.copyOf(dependencies);
            this.last = null;
            this.started = true;
            if (phase == Phase.STARTING) {
                phase = Phase.RUNNING;
            }
        } finally {
            asking.unlock();
        }
    }

    /** Returns whether {@link #started} was called; business can be done from then on. */
    public boolean hasStarted() {
        return started;
    }

    /** From now on the status is {@link Status#DRAINING}, for good. */
    public void drain() {
        asking.lock();
        try {
            phase = Phase.DRAINING;
        } finally {
            asking.unlock();
        }
    }

    /**
     * Asks every dependency, all at once; takes no longer than the deadline. Who asks while, or right after, another does
     * gets the same answer: all who can reach this node may ask, and must not cause load.
     */
    public Report report() {
        return switch (phase) {
            case STARTING -> new Report(Status.STARTING, Map.of());
            case DRAINING -> new Report(Status.DRAINING, Map.of());
            case RUNNING -> shared();
        };
    }

    private Report shared() {
        asking.lock();
        try {
            if (phase != Phase.RUNNING) {
                return report();
            }
            if (last == null || System.nanoTime() - lastAt > SHARED_FOR.toNanos()) {
                last = report(dependencies);
                lastAt = System.nanoTime();
            }
            return last;
        } finally {
            asking.unlock();
        }
    }

    private Report report(List<Dependency> asked) {
        Map<String, Boolean> alive = new LinkedHashMap<>();
        Map<String, String> reasons = new LinkedHashMap<>();
        Status status = Status.READY;
        long end = System.nanoTime() + deadline.toNanos();
        // Not closed: closing would wait for a check that hangs. Interrupted checks end by themselves.
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        List<Future<?>> checks = asked.stream()
                .<Future<?>>map(one -> executor.submit(one::check))
                .toList();
        for (int i = 0; i < asked.size(); i++) {
            Dependency one = asked.get(i);
            boolean answered = answers(
                    checks.get(i),
                    end - System.nanoTime(),
                    fault -> one.reason(fault).ifPresent(reason -> reasons.put(one.name(), reason)));
            alive.put(one.name(), answered);
            if (!answered) {
                status = one.required() ? Status.NOT_READY : worse(status);
            }
        }
        executor.shutdownNow();
        return new Report(status, alive, reasons);
    }

    private static Status worse(Status status) {
        return status == Status.READY ? Status.DEGRADED : status;
    }

    private static boolean answers(Future<?> check, long nanos, Consumer<Fault> refusal) {
        try {
            check.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Fault fault) {
                refusal.accept(fault);
            }
            return false;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
