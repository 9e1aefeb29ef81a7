package dev.portside.http.helidon;

import dev.portside.http.pipeline.PeriodicTask;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All open connections, and the one thread that looks at them now and then to close those on which nothing moves. */
final class Connections implements AutoCloseable {

    /** When the server stops: for a request that is already on its way to arrive on a connection that looks idle. */
    private static final Duration QUIET = Duration.ofMillis(500);

    /** Looking at ten thousand connections takes less than a thousandth of this. */
    private static final Duration STEP = Duration.ofMillis(100);

    private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
    private final PeriodicTask watch;
    private volatile boolean closing;
    private Progress.Patience patience;

    private Connections(Progress.Patience patience) {
        this.patience = patience;
        this.watch = PeriodicTask.every(STEP, "portside-connections", this::closeOverdue);
    }

    static Connections watched(Progress.Patience patience) {
        return new Connections(patience);
    }

    void add(HttpConnection connection) {
        open.add(connection);
    }

    void remove(HttpConnection connection) {
        open.remove(connection);
    }

    /** Returns whether each answer from now on is to be the last on its connection. */
    boolean areClosing() {
        return closing;
    }

    /** From now on each answer is the last on its connection, and one that is idle for a moment is closed. */
    synchronized void beginToClose() {
        closing = true;
        patience = patience.withIdle(QUIET);
        long now = System.nanoTime();
        open.forEach(connection -> connection.progress().watchAfresh(now));
    }

    /** Closes those on which nothing has moved for too long. */
    synchronized void closeOverdue() {
        long now = System.nanoTime();
        PeriodicTask.each(open, connection -> {
            if (connection.progress().isOverdue(now, patience)) {
                connection.cut();
            }
        });
    }

    /** Closes what is open, whatever it is at. */
    void cutAll() {
        for (HttpConnection connection : open) {
            connection.cut();
            connection.interrupt();
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
