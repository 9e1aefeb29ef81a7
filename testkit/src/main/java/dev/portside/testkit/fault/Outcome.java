package dev.portside.testkit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Outcome of a call: an answer, or with a fault. Anything else fails the test. */
sealed interface Outcome {

    record Answer(Object value) implements Outcome {}

    record Failure(Fault fault) implements Outcome {}

    /** Makes one call. */
    static Outcome of(Supplier<?> call) {
        try {
            return new Answer(call.get());
        } catch (Fault fault) {
            return new Failure(fault);
        }
    }

    /** Makes all calls at once, each of which must end in time. */
    static Map<String, Outcome> ofAll(Map<String, ? extends Supplier<?>> calls, Duration patience)
            throws InterruptedException {
        // Not closed: closing would wait for calls that do not end.
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        try {
            long end = System.nanoTime() + patience.toNanos();
            Map<String, Future<Outcome>> running = new LinkedHashMap<>();
            calls.forEach((name, call) -> running.put(name, executor.submit(() -> of(call))));
            Map<String, Outcome> outcomes = new LinkedHashMap<>();
            for (var one : running.entrySet()) {
                outcomes.put(one.getKey(), inTime(one.getKey(), one.getValue(), end, patience));
            }
            return outcomes;
        } finally {
            executor.shutdownNow();
        }
    }

    private static Outcome inTime(String name, Future<Outcome> call, long end, Duration patience)
            throws InterruptedException {
        try {
            return call.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return fail(name + " has not ended within " + patience + "; give every wait for the server a limit", e);
        } catch (ExecutionException e) {
            return fail(name + " must end with an answer or a Fault, but threw " + e.getCause(), e.getCause());
        }
    }

    /** Asserts that it is a fault of one of these categories. */
    default void mustBe(String name, Set<Category> categories) {
        switch (this) {
            case Answer(Object value) ->
                fail(name + " must be a Fault while the server is unreachable, but was the answer " + value);
            case Failure(Fault fault) ->
                assertTrue(
                        categories.contains(fault.category()),
                        () -> name + " must be a Fault that is one of " + categories + ", but was " + fault.category()
                                + ": " + fault.getMessage());
        }
    }

    /** Asserts that it is this answer. */
    default void mustBe(String name, Object answer) {
        switch (this) {
            case Answer(Object value) -> assertEquals(answer, value, name);
            case Failure(Fault fault) -> fail(name + " must be answered, but was a Fault", fault);
        }
    }
}
