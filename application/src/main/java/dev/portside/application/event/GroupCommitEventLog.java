package dev.portside.application.event;

import dev.portside.application.Fault;
import dev.portside.application.Fault.Category;
import dev.portside.domain.event.NewEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Group commit of the events of concurrent calls, so that they share one statement and one flush of the disk. While a group
 * is being written, the next gathers; a lone call is written at once. Each call returns when the group that its events are
 * in is durable (DeWitt et al., Implementation Techniques for Main Memory Database Systems, SIGMOD 1984).
 *
 * <p>A call whose events cannot be stored fails alone: a group that fails for a reason that may lie in the events is written
 * again call by call, and so is one of which something is held by another transaction. What waits is bounded in events and
 * bytes; a call beyond is refused before anything of it is done. Batches are written by writer threads of their own, so the
 * interrupt of one caller does not affect the others of a batch, and the work on
 * thousands of events keeps no virtual thread waiting: who is interrupted stops waiting. Safe for use by many threads.
 */
public final class GroupCommitEventLog implements EventLog, AutoCloseable {

    /** What an event takes in memory beside its properties. */
    private static final int EVENT_BYTES = 400;

    /** What a value that is counted by takes beside the properties that it is part of. */
    private static final int VALUE_BYTES = 150;

    /** Starting a thread takes as long as a small group. */
    private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();

    private static final long PATIENCE_NANOS = Duration.ofMillis(50).toNanos();

    /** Calls of a group that wait for transactions of others one by one, each for a second; then the rest is tried in parts. */
    private static final int MAX_HELD = 4;

    private static final int PARTS = 8;

    /** Parts of the rest that wait; with those before, less than a request's deadline in all. */
    private static final int MAX_HELD_PARTS = 3;

    private static final Executor LATER =
            CompletableFuture.delayedExecutor(PATIENCE_NANOS, TimeUnit.NANOSECONDS, Runnable::run);

    private final EventLog log;
    private final Limits limits;
    private final ThreadFactory threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private final Deque<Call> waiting = new ArrayDeque<>();
    private final LongAdder calls = new LongAdder();
    private final LongAdder groups = new LongAdder();
    private int waitingEvents;
    private long waitingBytes;
    private int writers;

    /** Writers that wait for something to write. */
    private int idle;

    /** When a group was last begun, in {@link System#nanoTime}. */
    private long begun;

    private boolean closed;

    /**
     * Limits of concurrent work.
     *
     * @param events in one group, at least 1; a call of more is a group of its own
     * @param groups that are written at the same time, at least 1
     * @param eventsBeside that must wait before a group is begun while another is being written, at least 1
     * @param waitingEvents that wait for the next groups, of all calls together
     * @param waitingBytes that those events take, roughly
     */
    public record Limits(int events, int groups, int eventsBeside, int waitingEvents, long waitingBytes) {

        /** Groups of which one takes some 30 ms; 64 MiB of what waits. */
        public static final Limits DEFAULTS = new Limits(5_000, 3, 500, 50_000, 64L << 20);

        public Limits {
            if (events < 1 || groups < 1 || eventsBeside < 1 || waitingEvents < 1 || waitingBytes < 1) {
                throw new IllegalArgumentException("Limits must be at least 1.");
            }
        }
    }

    private static final class Call {
        private final List<NewEvent> events;
        private final long bytes;
        private final CompletableFuture<List<RecordResult>> recordings = new CompletableFuture<>();

        Call(List<NewEvent> events) {
            this.events = List.copyOf(events);
            long sum = 0;
            for (NewEvent event : events) {
                sum += EVENT_BYTES
                        + event.event().properties().length()
                        + (long) VALUE_BYTES * event.values().size();
            }
            this.bytes = sum;
        }
    }

    /** Groups what goes to this log. */
    public GroupCommitEventLog(EventLog log, Limits limits) {
        this(log, limits, Thread.ofPlatform().name("portside-events").daemon().factory());
    }

    GroupCommitEventLog(EventLog log, Limits limits, ThreadFactory threads) {
        this.log = log;
        this.limits = limits;
        this.threads = threads;
    }

    /**
     * Stores events together with those of other calls.
     *
     * @throws Fault OVERLOADED when too much is waiting already or there is no thread to write on, UNAVAILABLE when this is
     *     closed, of all of which nothing is done; TIMEOUT when this thread is interrupted, after which it is unknown; what the log throws
     */
    @Override
    public List<RecordResult> record(List<NewEvent> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        calls.increment();
        Call call = new Call(events);
        enter(call);
        try {
            return call.recordings.get();
        } catch (InterruptedException e) {
            leave(call);
            Thread.currentThread().interrupt();
            throw new Fault(Category.TIMEOUT, "Interrupted while events waited to be stored", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Earlier batches may take long, and no other call may come to notice. Once for all that wait: a timer costs as much as a call. */
    private void lookLater() {
        LATER.execute(this::beginIfWorthIt);
    }

    private void beginIfWorthIt() {
        lock.lock();
        try {
            if (!waiting.isEmpty() && isWorthAnotherGroup()) {
                beginOrRefuse();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many calls there were. */
    public long calls() {
        return calls.sum();
    }

    /** How many groups they were written in. */
    public long groups() {
        return groups.sum();
    }

    /** How many events wait for a group to be written in. */
    public int waitingEvents() {
        lock.lock();
        try {
            return waitingEvents;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more calls, and returns when those that wait have been written. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
            while (writers > 0) {
                ended.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void enter(Call call) {
        lock.lock();
        try {
            if (closed) {
                throw new Fault(Category.UNAVAILABLE, "No more events are taken: this node is stopping");
            }
            boolean full = waitingEvents + call.events.size() > limits.waitingEvents()
                    || waitingBytes + call.bytes > limits.waitingBytes();
            // A call that is too large for the queue is taken when it is empty.
            if (full && !waiting.isEmpty()) {
                throw new Fault(Category.OVERLOADED, waitingEvents + " events wait to be stored already");
            }
            waiting.add(call);
            waitingEvents += call.events.size();
            waitingBytes += call.bytes;
            if (isWorthAnotherGroup()) {
                beginOrRefuse();
            } else if (waiting.size() == 1) {
                lookLater();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A small group costs most of what a large one does, so another is begun beside it only for many events; or when those
     * before take so long that they may be waiting for something that others need not wait for.
     */
    private boolean isWorthAnotherGroup() {
        int busy = writers - idle;
        return busy == 0
                || (busy < limits.groups()
                        && (waitingEvents >= limits.eventsBeside() || System.nanoTime() - begun > PATIENCE_NANOS));
    }

    /** Where there is no thread to be had, those that work go on; where none does, nothing waits any more. */
    private void beginOrRefuse() {
        try {
            begin();
        } catch (Throwable e) {
            if (writers == 0) {
                refuseWaiting(e);
            }
        }
    }

    private void begin() {
        if (idle > 0) {
            arrived.signal();
        } else {
            // It takes the lock first, which this holds, so it is counted in time, and not if it cannot start.
            threads.newThread(this::writeAll).start();
            writers++;
        }
    }

    private void refuseWaiting(Throwable why) {
        for (Call call = waiting.poll(); call != null; call = waiting.poll()) {
            left(call);
            call.recordings.completeExceptionally(
                    new Fault(Category.OVERLOADED, "There is no thread to write events on: " + why, why));
        }
    }

    private void leave(Call call) {
        lock.lock();
        try {
            if (waiting.remove(call)) {
                left(call);
            }
        } finally {
            lock.unlock();
        }
    }

    private void left(Call call) {
        waitingEvents -= call.events.size();
        waitingBytes -= call.bytes;
    }

    private void writeAll() {
        boolean finished = false;
        try {
            for (List<Call> group = take(); !group.isEmpty(); group = take()) {
                write(group);
            }
            finished = true;
        } finally {
            if (!finished) {
                // Such as an OutOfMemoryError: nothing else would correct the count or go on.
                die();
            }
        }
    }

    private void die() {
        lock.lock();
        try {
            writers--;
            ended.signalAll();
            if (writers == 0 && !waiting.isEmpty()) {
                beginOrRefuse();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next group; when there is none for a while, this writer has ended. */
    private List<Call> take() {
        lock.lock();
        try {
            awaitCall();
            List<Call> group = new ArrayList<>();
            int events = 0;
            while (!waiting.isEmpty()
                    && (group.isEmpty() || events + waiting.peek().events.size() <= limits.events())) {
                Call call = waiting.remove();
                left(call);
                events += call.events.size();
                group.add(call);
            }
            if (group.isEmpty()) {
                writers--;
                ended.signalAll();
            } else {
                begun = System.nanoTime();
                if (!waiting.isEmpty()) {
                    lookLater();
                }
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void awaitCall() {
        idle++;
        try {
            long left = LINGER_NANOS;
            while (waiting.isEmpty() && !closed && left > 0) {
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // No caller has this thread to interrupt it; it would end, and another begin with the next call.
            Thread.currentThread().interrupt();
        } finally {
            idle--;
        }
    }

    private void write(List<Call> group) {
        try {
            store(group);
        } catch (Throwable e) {
            if (group.size() > 1 && isPerhapsOfOneCall(e)) {
                writeInParts(group, 1, MAX_HELD, this::writeRest);
            } else {
                fail(group, e);
            }
        }
    }

    /** Not everything need be held where much is: each part of which nothing is held is stored with one statement. */
    private void writeRest(List<Call> rest) {
        writeInParts(rest, Math.ceilDiv(rest.size(), PARTS), MAX_HELD_PARTS, GroupCommitEventLog::refuse);
    }

    /**
     * Writes parts one after the other until so many were held by others.
     *
     * @param rest what is done with those that are left then
     * @return how many were held
     */
    private int writeInParts(List<Call> group, int size, int mayBeHeld, Consumer<List<Call>> rest) {
        int held = 0;
        for (int from = 0; from < group.size(); from += size) {
            if (held >= mayBeHeld) {
                rest.accept(group.subList(from, group.size()));
                return held;
            }
            List<Call> part = group.subList(from, Math.min(from + size, group.size()));
            try {
                store(part);
            } catch (Throwable e) {
                if (isHeldByOthers(e)) {
                    held++;
                    fail(part, e);
                } else if (part.size() > 1 && isPerhapsOfOneCall(e)) {
                    held += writeInParts(part, 1, mayBeHeld - held, GroupCommitEventLog::refuse);
                } else {
                    fail(part, e);
                }
            }
        }
        return held;
    }

    private static void refuse(List<Call> calls) {
        fail(calls, new Fault(Category.OVERLOADED, "Too much is held by other transactions; store it again soon"));
    }

    private static void fail(List<Call> group, Throwable why) {
        group.forEach(call -> call.recordings.completeExceptionally(why));
    }

    private void store(List<Call> group) {
        groups.increment();
        List<NewEvent> events = new ArrayList<>();
        group.forEach(call -> events.addAll(call.events));
        List<RecordResult> recordings = log.record(events);
        int from = 0;
        for (Call call : group) {
            int to = from + call.events.size();
            call.recordings.complete(List.copyOf(recordings.subList(from, to)));
            from = to;
        }
    }

    /** Which the log says soon, having done nothing. */
    private static boolean isHeldByOthers(Throwable e) {
        return e instanceof Fault fault && fault.category() == Category.OVERLOADED;
    }

    private static boolean isPerhapsOfOneCall(Throwable e) {
        return isHeldByOthers(e)
                || (e instanceof Fault fault ? fault.category() == Category.INTERNAL : e instanceof RuntimeException);
    }

    /** Of its own for each thread, for an exception that many threads throw is changed by each. */
    private static RuntimeException failure(Throwable cause) {
        Category category = cause instanceof Fault fault ? fault.category() : Category.INTERNAL;
        return new Fault(category, "Events could not be stored: " + cause.getMessage(), cause);
    }
}
