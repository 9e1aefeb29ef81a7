package dev.portside.http.pipeline;

import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import dev.portside.http.StandardProblems;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deadlines of running work. Work that takes too long, or is no longer wanted, is ended by interrupting its thread. One
 * thread looks at all running work a few times a second, because a timer per request would cost more than most requests do;
 * so work may overrun by up to {@link #TICK}.
 */
final class Deadlines implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

    static final Duration TICK = Duration.ofMillis(50);

    /** Looking for a client may take several system calls, and work is mostly done before that is worth it. */
    private static final int TICKS_PER_LOOK = 5;

    /** So that no deadline is late for it when a thousand requests wait. */
    private static final int LOOKS_AT_MOST = 200;

    private static final long LOOK_AFTER_NANOS = Duration.ofMillis(250).toNanos();

    /** State of work. */
    private enum State {
        RUNNING,
        DONE,
        LATE,
        UNWANTED
    }

    private static final class Work {
        private final Thread thread = Thread.currentThread();
        private final BooleanSupplier unwanted;
        private final long started;
        private final long nanos;
        private State state = State.RUNNING;

        Work(BooleanSupplier unwanted, long started, long nanos) {
            this.unwanted = unwanted;
            this.started = started;
            this.nanos = nanos;
        }

        synchronized void endIfLate(long now) {
            if (now - started >= nanos) {
                end(State.LATE);
            }
        }

        boolean isLong(long now) {
            return now - started >= LOOK_AFTER_NANOS;
        }

        synchronized void endIfUnwanted() {
            if (state == State.RUNNING && unwanted.getAsBoolean()) {
                end(State.UNWANTED);
            }
        }

        /** Interrupts at most once, and never a thread that has gone on to other work. */
        private void end(State why) {
            if (state == State.RUNNING) {
                state = why;
                thread.interrupt();
            }
        }

        /** Called by the work's own thread. */
        synchronized State finish() {
            if (state == State.RUNNING) {
                state = State.DONE;
            } else {
                Thread.interrupted();
            }
            return state;
        }
    }

    private final long nanos;
    private final Set<Work> running = ConcurrentHashMap.newKeySet();
    private final PeriodicTask watch;
    private int tick;

    Deadlines(Duration deadline) {
        this.nanos = deadline.toNanos();
        this.watch = PeriodicTask.every(TICK, "portside-deadlines", this::look);
    }

    /**
     * Does the work on this thread.
     *
     * @param unwanted asked by another thread now and then while the work goes on; must not block
     * @throws ProblemException with 504 or 503 when the work failed after its time was over, or after it was no longer
     *     wanted; what it finished all the same counts
     */
    <T> T within(BooleanSupplier unwanted, Supplier<T> work) {
        Work one = new Work(unwanted, System.nanoTime(), nanos);
        running.add(one);
        try {
            T result = work.get();
            end(one);
            return result;
        } catch (RuntimeException | Error e) {
            boolean answered = e instanceof ProblemException;
            Optional<Problem> problem = problem(end(one));
            if (problem.isPresent() && !answered) {
                ProblemException refusal = problem.get().exception();
                refusal.addSuppressed(e);
                throw refusal;
            }
            throw e;
        }
    }

    /** Does the work on this thread, which is interrupted when it takes longer than this. */
    boolean inTime(Duration time, BooleanSupplier work) {
        Work one = new Work(() -> false, System.nanoTime(), time.toNanos());
        running.add(one);
        try {
            return work.getAsBoolean();
        } finally {
            end(one);
        }
    }

    private State end(Work one) {
        running.remove(one);
        return one.finish();
    }

    private Optional<Problem> problem(State state) {
        return switch (state) {
            case LATE ->
                Optional.of(Problem.of(
                        504, "deadline_exceeded", "there was no answer within " + nanos / 1_000_000 + " ms"));
            case UNWANTED -> Optional.of(StandardProblems.clientHasLeft());
            case RUNNING, DONE -> Optional.empty();
        };
    }

    /** Ends the work if its client has left. A binding that fails to answer must not leave other work without a deadline. */
    private static void endIfUnwanted(Work work) {
        try {
            work.endIfUnwanted();
        } catch (RuntimeException | Error e) {
            LOG.warn("It could not be told whether a client has left", e);
        }
    }

    private void look() {
        tick++;
        long now = System.nanoTime();
        boolean thorough = tick % TICKS_PER_LOOK == 0;
        int[] looks = new int[1];
        PeriodicTask.each(running, work -> {
            work.endIfLate(now);
            if (thorough && looks[0] < LOOKS_AT_MOST && work.isLong(now)) {
                looks[0]++;
                endIfUnwanted(work);
            }
        });
    }

    @Override
    public void close() {
        watch.close();
    }
}
