package dev.portside.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Ends work that takes too long by interrupting its thread. One thread looks at all running work a few times a second,
 * because a timer per request would cost more than most requests do; so work may overrun by up to {@link #TICK}.
 */
final class Deadlines implements AutoCloseable {

    static final Duration TICK = Duration.ofMillis(50);

    private static final class Work {
        private final Thread thread = Thread.currentThread();
        private final long end;
        private boolean over;
        private boolean interrupted;

        Work(long end) {
            this.end = end;
        }

        /** Interrupts at most once, and never a thread that has gone on to other work. */
        synchronized void expire(long now) {
            if (!over && !interrupted && now - end >= 0) {
                interrupted = true;
                thread.interrupt();
            }
        }

        synchronized boolean finish() {
            over = true;
            if (interrupted) {
                Thread.interrupted();
            }
            return interrupted;
        }
    }

    private final long nanos;
    private final Set<Work> running = ConcurrentHashMap.newKeySet();
    private final Thread watch;
    private volatile boolean closed;

    Deadlines(Duration deadline) {
        this.nanos = deadline.toNanos();
        this.watch = Thread.ofPlatform().name("portside-deadlines").daemon().start(this::watch);
    }

    /**
     * Does the work on this thread.
     *
     * @throws Refusal with 504 when the work failed after its time was over; what it finished all the same counts
     */
    <T> T within(Supplier<T> work) {
        Work one = new Work(System.nanoTime() + nanos);
        running.add(one);
        try {
            T result = work.get();
            end(one);
            return result;
        } catch (RuntimeException | Error e) {
            boolean answered = e instanceof Refusal;
            if (end(one) && !answered) {
                Refusal late = Problem.of(
                                504, "deadline_exceeded", "there was no answer within " + nanos / 1_000_000 + " ms")
                        .refusal();
                late.addSuppressed(e);
                throw late;
            }
            throw e;
        }
    }

    private boolean end(Work one) {
        running.remove(one);
        return one.finish();
    }

    private void watch() {
        while (!closed) {
            try {
                Thread.sleep(TICK);
            } catch (InterruptedException e) {
                return;
            }
            long now = System.nanoTime();
            running.forEach(work -> work.expire(now));
        }
    }

    @Override
    public void close() {
        closed = true;
        watch.interrupt();
    }
}
