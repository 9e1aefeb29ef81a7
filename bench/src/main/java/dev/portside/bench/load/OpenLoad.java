package dev.portside.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * An open load: requests are sent at fixed times, whether or not those before are answered, and each is timed from when it
 * should have been sent. What a slow answer keeps waiting is thereby counted as waiting. One thread serves all
 * connections; for use by one thread.
 */
public final class OpenLoad implements AutoCloseable {

    /** What is still unanswered this long after the last request is given up and counted as an error. */
    private static final long GRACE_NANOS = Duration.ofSeconds(2).toNanos();

    /** Longer than this and the thread can sleep in the selector, which counts in milliseconds. */
    private static final long LONG_WAIT_NANOS = 2_000_000;

    /** How exactly requests are sent and answers noticed: a tenth of a millisecond, as sleeping takes that much. */
    private static final long SHORT_WAIT_NANOS = 50_000;

    private static final long MAX_MICROS = Duration.ofMinutes(5).toNanos() / 1_000;
    private static final int BUFFER = 64 * 1_024;

    private final Selector selector;
    private final Requests requests;
    private final List<Connection> all = new ArrayList<>();
    private final Queue<Connection> free = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final Histogram micros = new Histogram(MAX_MICROS, 3);
    private int busy;
    private int closedByServer;
    private long answered;
    private long errors;
    private long lastAnswer;

    private OpenLoad(Selector selector, Requests requests) {
        this.selector = selector;
        this.requests = requests;
    }

    /**
     * Opens connections to a server on this machine, and gets one answer over each.
     *
     * @throws UncheckedIOException when the server does not take that many
     */
    public static OpenLoad connect(int port, int connections, Requests requests) {
        try {
            OpenLoad load = new OpenLoad(Selector.open(), requests);
            try {
                for (int i = 0; i < connections; i++) {
                    load.add(new Connection(port, load.selector));
                }
                return load;
            } catch (IOException | RuntimeException e) {
                load.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Not all of " + connections + " connections could be opened", e);
        }
    }

    private void add(Connection connection) throws IOException {
        all.add(connection);
        connection.send(requests.next(), System.nanoTime());
        long end = System.nanoTime() + GRACE_NANOS;
        while (connection.busy()) {
            selector.select(key -> receiveFirst(connection, key), 100);
            if (System.nanoTime() > end) {
                throw new IOException("Connection " + all.size() + " got no answer");
            }
        }
        free.add(connection);
    }

    private void receiveFirst(Connection awaited, SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            connection.receive(buffer);
        } catch (IOException e) {
            connection.abandon();
            if (connection == awaited) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Sends {@code rate} requests a second, evenly spaced, over the connections in turn, and times every one. */
    public Load run(double rate, Duration time) {
        begin();
        double interval = 1e9 / rate;
        long start = System.nanoTime();
        long end = start + time.toNanos();
        long number = 0;
        long next = start;
        long now = start;
        while ((next < end || busy > 0) && now < end + GRACE_NANOS) {
            while (next <= now && next < end && !free.isEmpty()) {
                send(free.remove(), next);
                number++;
                next = start + (long) (number * interval);
            }
            await(next < end && !free.isEmpty() ? next - now : LONG_WAIT_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("Interrupted while requests were sent");
            }
            now = System.nanoTime();
        }
        giveUp(now);
        // What was not even sent waited as well.
        while (next < end) {
            fail(next, now);
            number++;
            next = start + (long) (number * interval);
        }
        double seconds = (Math.max(end, lastAnswer) - start) / 1e9;
        return new Load(answered, seconds, errors, Latency.ofMicros(micros));
    }

    /** Returns how many connections the server has closed, of all that were ever opened. */
    public int closedByServer() {
        return closedByServer;
    }

    private void begin() {
        micros.reset();
        answered = 0;
        errors = 0;
        lastAnswer = 0;
    }

    private void send(Connection connection, long intended) {
        busy++;
        try {
            connection.send(requests.next(), intended);
        } catch (IOException e) {
            lose(connection);
        }
    }

    private void await(long nanos) {
        try {
            if (nanos > LONG_WAIT_NANOS / 2) {
                selector.select(key -> receive(key), 1);
            } else if (selector.selectNow(key -> receive(key)) == 0 && nanos > 0) {
                LockSupport.parkNanos(Math.min(nanos, SHORT_WAIT_NANOS));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The connections could not be waited for", e);
        }
    }

    private void receive(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (connection.receive(buffer)) {
                complete(connection);
            }
            if (connection.closed()) {
                closedByServer++;
            }
        } catch (IOException | IllegalStateException e) {
            boolean waited = connection.busy();
            closedByServer++;
            if (waited) {
                lose(connection);
            } else {
                connection.abandon();
            }
        }
    }

    private void complete(Connection connection) {
        busy--;
        free.add(connection);
        long now = System.nanoTime();
        answered++;
        lastAnswer = now;
        record(now - connection.intended());
        if (connection.status() < 200 || connection.status() > 299) {
            errors++;
        }
    }

    private void lose(Connection connection) {
        busy--;
        errors++;
        connection.abandon();
        free.add(connection);
    }

    private void giveUp(long now) {
        for (Connection connection : all) {
            if (connection.busy()) {
                fail(connection.intended(), now);
                busy--;
                connection.abandon();
                free.add(connection);
            }
        }
    }

    private void fail(long intended, long now) {
        errors++;
        record(now - intended);
    }

    private void record(long nanos) {
        micros.recordValue(Math.min(nanos / 1_000, MAX_MICROS));
    }

    @Override
    public void close() {
        all.forEach(Connection::close);
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The selector could not be closed", e);
        }
    }
}
