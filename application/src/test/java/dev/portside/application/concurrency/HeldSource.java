package dev.portside.application.concurrency;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A source whose readings begin when they are asked for and end when the test says so. */
public final class HeldSource {

    static final String ABSENT = "absent";

    /** Whatever reads this fails. */
    static final String BROKEN = "broken";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Set<String>> asked = new ArrayList<>();
    private final Map<Integer, RuntimeException> failures = new HashMap<>();
    private final Set<Integer> held = new HashSet<>();
    private int mayEnd;

    HeldSource() {}

    Optional<String> one(String key) {
        return Optional.ofNullable(many(Set.of(key)).get(key));
    }

    Map<String, String> many(Set<String> keys) {
        lock.lock();
        try {
            int number = asked.size();
            asked.add(Set.copyOf(keys));
            changed.signalAll();
            while (number >= mayEnd || held.contains(number)) {
                changed.await();
            }
            RuntimeException failure = failures.get(number);
            if (failure != null) {
                throw failure;
            }
            if (keys.contains(BROKEN)) {
                throw new Fault(Category.INTERNAL, "broken");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while it read", e);
        } finally {
            lock.unlock();
        }
        Map<String, String> found = new LinkedHashMap<>();
        keys.stream().filter(key -> !key.equals(ABSENT)).forEach(key -> found.put(key, "value of " + key));
        return found;
    }

    /** Lets that many more readings end, in the order in which they began. */
    void letGo(int readings) {
        change(() -> mayEnd += readings);
    }

    void letAllGo() {
        change(() -> mayEnd = Integer.MAX_VALUE);
    }

    /** Holds the reading of this number, counted from 1, whatever else may go. */
    void hold(int number) {
        change(() -> held.add(number - 1));
    }

    /** Lets the reading after {@code more} that were asked for so far fail; 1 is the next. */
    void failNext(int more, RuntimeException failure) {
        change(() -> failures.put(asked.size() + more - 1, failure));
    }

    /** What was asked for so far, in order. */
    List<Set<String>> asked() {
        lock.lock();
        try {
            return List.copyOf(asked);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until that many readings have begun. */
    void awaitAsked(int readings) throws InterruptedException {
        lock.lock();
        try {
            while (asked.size() < readings) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all these threads wait. */
    public static void awaitParked(List<Thread> threads) throws InterruptedException {
        while (!threads.stream().allMatch(HeldSource::isParked)) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Still running: " + threads);
            }
            Thread.sleep(1);
        }
    }

    private static boolean isParked(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
