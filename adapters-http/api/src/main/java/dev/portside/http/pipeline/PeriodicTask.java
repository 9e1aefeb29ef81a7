package dev.portside.http.pipeline;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thread that runs a task periodically until it is closed, also after a run has failed: if an exception ended it, all
 * connections would lose their time limits without notice. A failure is logged, once for each kind of failure in a row, and
 * the next run tries again.
 */
public final class PeriodicTask implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);

    private final String name;
    private final Duration pause;
    private final Runnable look;
    private final Thread thread;
    private final AtomicReference<@Nullable String> failing = new AtomicReference<>();
    private volatile boolean closed;

    private PeriodicTask(String name, Duration pause, Runnable look) {
        this.name = name;
        this.pause = pause;
        this.look = look;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /**
     * Begins to look.
     *
     * @param name of the thread, and of the watch in the log
     * @param pause before the first look and between any two
     * @param look should {@linkplain #each guard} its parts from each other
     */
    public static PeriodicTask every(Duration pause, String name, Runnable look) {
        PeriodicTask watch = new PeriodicTask(name, pause, look);
        watch.thread.start();
        return watch;
    }

    /** Looks at one after the other; a failure of one does not prevent the look at the next. */
    public static <T> void each(Iterable<T> all, Consumer<T> look) {
        @Nullable Throwable first = null;
        for (T one : all) {
            try {
                look.accept(one);
            } catch (Throwable e) {
                first = first == null ? e : first;
            }
        }
        switch (first) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException("A consumer threw what it cannot", first);
        }
    }

    /** Ends it; a look under way is interrupted. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(pause);
                look.run();
                failing.set(null);
            } catch (InterruptedException e) {
                LOG.debug("{} was interrupted, as closing does", name);
            } catch (Throwable e) {
                tell(e);
            }
        }
    }

    /** Many times a second it would fill the log. */
    private void tell(Throwable failure) {
        try {
            String kind = failure.toString();
            if (!closed && !kind.equals(failing.getAndSet(kind))) {
                LOG.error("{} failed and goes on looking every {} ms", name, pause.toMillis(), failure);
            }
        } catch (Throwable e) {
            // There is no memory even for that; the next look may find some.
            return;
        }
    }
}
