package dev.portside.testkit.cache;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A call on a thread of its own. */
final class BackgroundCall {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FutureTask<Object> task;
    private final Thread thread;

    private BackgroundCall(FutureTask<Object> task, Thread thread) {
        this.task = task;
        this.thread = thread;
    }

    static BackgroundCall start(Supplier<Object> call) {
        FutureTask<Object> task = new FutureTask<>(call::get);
        Thread thread = new Thread(task, "portside-contract");
        thread.setDaemon(true);
        thread.start();
        return new BackgroundCall(task, thread);
    }

    /** Returns when it has ended, or waits for another thread without an end of its own. */
    void awaitEndOrLock() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!task.isDone() && !waits(thread.getState())) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("a call neither ended nor waited for another within " + PATIENCE);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean waits(Thread.State state) {
        return state == Thread.State.BLOCKED || state == Thread.State.WAITING;
    }

    /** What it returned. */
    Object result() {
        try {
            return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new AssertionError("it failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("it did not end within " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
