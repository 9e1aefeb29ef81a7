package dev.portside.http.helidon;

import dev.portside.http.Api;
import dev.portside.http.Payload;
import dev.portside.http.Request;
import dev.portside.http.Response;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** One connection and the requests on it, one after the other, on the virtual thread that Helidon gives it. */
final class HttpConnection implements ServerConnection {

    /** How long a client may go on to send after its last answer. */
    private static final Duration MAX_LINGER = Duration.ofSeconds(1);

    /** What becomes of a connection after an answer. */
    private enum After {
        NEXT,
        /** It is closed when the client has taken in the news. */
        LINGER,
        /** It is closed at once: the client asked for it and has sent all, or must see that the answer is not whole. */
        CLOSE
    }

    private final HelidonSocket socket;
    private final Api api;
    private final int maxHeaderBytes;
    private final Connections connections;
    private final Semaphore handlers;
    private final Progress progress = new Progress();
    private final Intake intake;
    private final DataReader reader;
    private volatile @Nullable Thread thread;

    HttpConnection(HelidonSocket socket, Api api, int maxHeaderBytes, Connections connections, Semaphore handlers) {
        this.socket = socket;
        this.api = api;
        this.maxHeaderBytes = maxHeaderBytes;
        this.connections = connections;
        this.handlers = handlers;
        this.intake = new Intake(socket, progress);
        this.reader = DataReader.create(intake);
    }

    @Override
    public void handle(Limit limit) {
        Thread self = Thread.currentThread();
        // Helidon's name for it is long and unlike that of any other, and is kept with each of many connections.
        self.setName("portside-http");
        thread = self;
        connections.add(this);
        try {
            boolean open = true;
            while (open) {
                progress.enter(Progress.Phase.IDLE);
                reader.ensureAvailable();
                progress.enter(Progress.Phase.HEADER);
                open = exchange();
            }
        } catch (DataReader.InsufficientDataAvailableException | UncheckedIOException e) {
            // The client has left, or was shown out.
            return;
        } finally {
            connections.remove(this);
        }
    }

    /** Reads a request and answers it; returns whether another one may follow. */
    private boolean exchange() {
        RequestHead head;
        try {
            head = RequestHead.read(reader, maxHeaderBytes);
        } catch (Refused e) {
            Response refusal = api.refuse(e.status(), name -> List.of());
            new Answer(this, true, true).write(refusal, false);
            linger();
            return false;
        }
        progress.enter(Progress.Phase.WORKING);
        After after;
        handlers.acquireUninterruptibly();
        try {
            after = answer(head);
        } finally {
            handlers.release();
        }
        if (after == After.LINGER) {
            linger();
        }
        return after == After.NEXT;
    }

    private After answer(RequestHead head) {
        RequestBody body = new RequestBody(head, this, reader, intake);
        RequestLine line = head.line();
        Response response = api.handle(new Request(line.method(), "", line.path(), line.query(), head.headers(), body));
        // An interrupt that came too late for the work would close the socket under the answer.
        Thread.interrupted();
        boolean last = head.last()
                || connections.areClosing()
                || !body.isFinished()
                || isLast(response)
                || (!line.persistent() && response.payload() instanceof Payload.Stream);
        boolean whole = new Answer(this, line.persistent(), last)
                .write(response, line.method().equals("HEAD"));
        if (whole && !last) {
            return After.NEXT;
        }
        return whole && (!head.last() || !body.isFinished()) ? After.LINGER : After.CLOSE;
    }

    private static boolean isLast(Response response) {
        for (Response.Field field : response.fields()) {
            if (field.name().equalsIgnoreCase("Connection") && field.value().equalsIgnoreCase("close")) {
                return true;
            }
        }
        return false;
    }

    /** Sends it all; each time that this returns counts as a move. */
    void send(BufferData data) {
        progress.enter(Progress.Phase.SENDING);
        socket.write(data);
        progress.enter(Progress.Phase.WORKING);
    }

    /**
     * Takes in what the client still sends until it hangs up or {@link Connections} loses its patience. A connection that
     * is closed on unread bytes is reset, and the client may then lose the answer (RFC 9112 §9.6).
     */
    private void linger() {
        long end = System.nanoTime() + MAX_LINGER.toNanos();
        boolean sends = true;
        while (sends && System.nanoTime() - end < 0) {
            progress.enter(Progress.Phase.LINGERING);
            sends = intake.get() != null;
        }
    }

    Progress progress() {
        return progress;
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

    /** Called by Helidon when it stops. Closing is up to {@link Connections}, which sees to it that nobody is cut off. */
    @Override
    public void close(boolean interrupt) {}
}
