package dev.portside.http.helidon;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One connection: Helidon reads its requests and writes its answers, on the virtual thread that Helidon gives it. What is
 * ours is how long it may do nothing, and how it ends.
 */
final class HttpConnection implements ServerConnection {

    /** Bounds on the time and the bytes that a client may go on to send after its last answer. */
    private static final Duration MAX_LINGER = Duration.ofSeconds(1);

    private static final int MAX_LINGER_BYTES = 64 * 1024;

    private final HelidonSocket socket;
    private final Connections connections;
    private final Progress progress = new Progress();
    private final SocketInput intake;
    private final StrictReader reader;
    private final ServerConnection http;
    private boolean bare;
    private boolean clientKnows;
    private volatile @Nullable Thread thread;

    HttpConnection(ConnectionContext context, Http1ConnectionSelector http1, Router router, Connections connections) {
        this.socket = context.serverSocket();
        this.connections = connections;
        this.intake = new SocketInput(socket, progress);
        this.reader = new StrictReader(intake);
        this.http = http1.connection(new ApiConnectionContext(
                context, this, reader, new ProgressWriter(context.dataWriter(), progress), router));
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        Thread self = Thread.currentThread();
        // Helidon's name for it is long and unlike that of any other, and is kept with each of many connections.
        self.setName("portside-http");
        thread = self;
        connections.add(this);
        try {
            http.handle(limit);
        } finally {
            if (!clientKnows) {
                linger();
            }
            connections.remove(this);
        }
    }

    /**
     * Takes in what the client still sends until it hangs up or {@link Connections} loses its patience. A connection that
     * is closed on unread bytes is reset, and the client may then lose the answer (RFC 9112 §9.6).
     */
    private void linger() {
        long end = System.nanoTime() + MAX_LINGER.toNanos();
        int taken = 0;
        try {
            while (taken < MAX_LINGER_BYTES && System.nanoTime() - end < 0) {
                progress.enter(Progress.Phase.LINGERING);
                byte[] bytes = intake.next();
                if (bytes == null) {
                    return;
                }
                taken += bytes.length;
            }
            // A client that sends on has until then to see the answer; the system holds it back.
            progress.enter(Progress.Phase.WORKING);
            LockSupport.parkNanos(end - System.nanoTime());
        } catch (IOException | UncheckedIOException e) {
            // It has been closed meanwhile.
            return;
        }
    }

    Progress progress() {
        return progress;
    }

    SocketInput intake() {
        return intake;
    }

    /** An exchange is over, and the next request may come. */
    void betweenRequests() {
        intake.betweenRequests();
        reader.betweenRequests();
    }

    Connections connections() {
        return connections;
    }

    /** Returns whether the answer that is being written has no length; see {@link ContentLengthRemoval}. */
    boolean answersBare() {
        return bare;
    }

    void answerBare(boolean without) {
        bare = without;
    }

    /** The connection may be closed at once: the client expects that, has left, or must see that its answer is not whole. */
    void endAtOnce() {
        clientKnows = true;
    }

    /** Closes the socket, which ends whatever its thread waits for on it. */
    void cut() {
        try {
            socket.close();
        } catch (UncheckedIOException e) {
            // It is closed already.
            return;
        }
    }

    /** Ends also what does not wait for the socket, if it listens. */
    void interrupt() {
        Thread handler = thread;
        if (handler != null) {
            handler.interrupt();
        }
    }

    /** Not used: Helidon's own timeout for idle connections is off, as it looks only every other minute. */
    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    /** Called by Helidon when it stops. {@link Connections} does the closing and makes sure that no client is cut off. */
    @Override
    public void close(boolean interrupt) {}
}
