package dev.portside.core;

import dev.portside.application.Fault;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Part of the startup that runs on a thread of its own. */
final class BackgroundTask implements AutoCloseable {

    private final FutureTask<Void> task;
    private final Thread thread;

    private BackgroundTask(String name, Runnable work) {
        this.task = new FutureTask<>(work, null);
        this.thread = Thread.ofPlatform().name(name).daemon().start(task);
    }

    static BackgroundTask run(String name, Runnable work) {
        return new BackgroundTask(name, work);
    }

    /**
     * Waits for the end of the work.
     *
     * @throws RuntimeException what the work threw; a {@link Fault} when this was closed, or when this thread is interrupted, which
     *     it stays
     */
    void await() {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Category.UNAVAILABLE, "The start was interrupted", e);
        } catch (CancellationException e) {
            throw new Fault(Fault.Category.UNAVAILABLE, "It was closed before it had started", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    /** Interrupts the work if it has not ended, and waits until it has. */
    @Override
    public void close() {
        task.cancel(true);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
