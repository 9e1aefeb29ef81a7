package dev.portside.http.helidon;

import dev.portside.http.RefusedBodyException;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that arrive on a connection. While a request is handled its thread may be interrupted, and a virtual thread
 * that is interrupted while it reads from a socket closes that socket, so that no answer could be sent any more. Hence
 * bytes of a body are waited for by a thread of their own. So is the end of a connection on whose client a long question is
 * answered; the next request's bytes, if they come first, are kept.
 */
final class SocketInput implements Supplier<byte[]> {

    /** The first byte of a TLS record with a ClientHello (RFC 8446 §5.1). */
    private static final byte TLS_HANDSHAKE = 0x16;

    private final HelidonSocket socket;
    private final Progress progress;
    private @Nullable FutureTask<byte @Nullable []> reading;
    private @Nullable UnreadBodyBudget unread;
    private boolean fresh = true;

    SocketInput(HelidonSocket socket, Progress progress) {
        this.socket = socket;
        this.progress = progress;
    }

    /** From now on bytes belong to a body, and count as held until it is read. */
    void belongsTo(UnreadBodyBudget body) {
        unread = body;
    }

    /** From now on bytes belong to the header of the next request, which has all its time. */
    void betweenRequests() {
        unread = null;
        fresh = true;
    }

    /**
     * Returns what comes next.
     *
     * @throws CloseConnectionException at the end, so that it is not taken for a mistake in the program
     * @throws UncheckedIOException for a body: when this thread is interrupted, or when it is more than there is memory for
     */
    @Override
    public byte[] get() {
        try {
            UnreadBodyBudget body = unread;
            byte[] bytes = body == null ? header() : await();
            if (bytes == null) {
                throw new CloseConnectionException("The client has left.");
            }
            if (body != null) {
                body.hold(bytes.length);
            }
            return bytes;
        } catch (InterruptedIOException | RefusedBodyException e) {
            throw new UncheckedIOException(e);
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("The connection failed.", e);
        }
    }

    private byte @Nullable [] header() throws IOException {
        if (!fresh) {
            return next();
        }
        progress.enter(Progress.Phase.IDLE);
        byte[] bytes = next();
        progress.enter(Progress.Phase.HEADER);
        fresh = false;
        if (bytes != null && bytes.length > 0 && bytes[0] == TLS_HANDSHAKE) {
            // Its client waits for an answer that HTTP cannot give, and sends no line that would end.
            throw new IOException("The client wants to speak TLS.");
        }
        return bytes;
    }

    /** The same without a thread of its own, for who is not interrupted; null at the end. */
    byte @Nullable [] next() throws IOException {
        FutureTask<byte @Nullable []> read = take();
        return read == null ? socket.get() : result(read);
    }

    /** Returns whether the client has closed the connection. Begins to read, so that this is noticed. Any thread may ask. */
    boolean hasEnded() {
        FutureTask<byte @Nullable []> read = begin();
        return switch (read.state()) {
            case RUNNING -> false;
            case SUCCESS -> read.resultNow() == null;
            case FAILED, CANCELLED -> true;
        };
    }

    private byte @Nullable [] await() throws IOException {
        progress.enter(Progress.Phase.RECEIVING);
        try {
            byte[] bytes = result(begin());
            forget();
            return bytes;
        } finally {
            progress.enter(Progress.Phase.WORKING);
        }
    }

    private static byte @Nullable [] result(FutureTask<byte @Nullable []> read) throws IOException {
        try {
            return read.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("The body is not waited for any longer.");
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            throw new IOException("The connection failed in the middle of a body.", e.getCause());
        }
    }

    private synchronized @Nullable FutureTask<byte @Nullable []> take() {
        FutureTask<byte @Nullable []> read = reading;
        reading = null;
        return read;
    }

    private synchronized void forget() {
        reading = null;
    }

    private synchronized FutureTask<byte @Nullable []> begin() {
        FutureTask<byte @Nullable []> read = reading;
        if (read == null) {
            read = new FutureTask<>(socket::get);
            reading = read;
            Thread.startVirtualThread(read);
        }
        return read;
    }
}
