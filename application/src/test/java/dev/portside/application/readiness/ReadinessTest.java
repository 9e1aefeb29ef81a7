package dev.portside.application.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReadinessTest {

    private final Readiness readiness = new Readiness(Duration.ofSeconds(20));

    @Test
    void it_starts_runs_and_drains() {
        assertEquals(Readiness.Status.STARTING, readiness.report().status());
        assertFalse(readiness.hasStarted());
        readiness.started(List.of(dependency("storage", true, () -> {})));
        assertEquals(new Readiness.Report(Readiness.Status.READY, Map.of("storage", true)), readiness.report());
        readiness.drain();
        assertEquals(Readiness.Status.DRAINING, readiness.report().status());
        assertFalse(readiness.report().status().acceptsRequests());
        assertTrue(readiness.hasStarted());
    }

    @Test
    void without_a_required_dependency_it_is_not_ready_and_without_another_degraded() {
        Dependency dead = dependency("cache", false, ReadinessTest::fail);
        readiness.started(List.of(dependency("storage", true, () -> {}), dead));
        assertEquals(Readiness.Status.DEGRADED, readiness.report().status());
        assertTrue(readiness.report().status().acceptsRequests());

        readiness.started(List.of(dead, dependency("storage", true, ReadinessTest::fail)));
        assertEquals(Readiness.Status.NOT_READY, readiness.report().status());
        readiness.started(List.of(dependency("storage", true, ReadinessTest::fail), dead));
        assertEquals(
                new Readiness.Report(Readiness.Status.NOT_READY, Map.of("storage", false, "cache", false)),
                readiness.report());
    }

    /** It hangs for ever, so that this ends at all proves that no thread waits for it. */
    @Test
    @Timeout(30)
    void a_dependency_that_hangs_counts_as_unavailable_and_delays_no_other() {
        CountDownLatch never = new CountDownLatch(1);
        Readiness impatient = new Readiness(Duration.ofMillis(200));
        impatient.started(
                List.of(dependency("storage", true, () -> hang(never)), dependency("cache", false, () -> hang(never))));

        assertEquals(
                Map.of("storage", false, "cache", false), impatient.report().dependencies());
    }

    private static Dependency dependency(String name, boolean required, Runnable check) {
        return new Dependency() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean required() {
                return required;
            }

            @Override
            public void check() {
                check.run();
            }
        };
    }

    private static void fail() {
        throw new Fault(Fault.Category.UNAVAILABLE, "unavailable");
    }

    private static void hang(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            throw new Fault(Fault.Category.TIMEOUT, "interrupted", e);
        }
    }
}
