package dev.portside.http.helidon;

import io.helidon.common.socket.HelidonSocket;
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
final class Intake implements Supplier<byte @Nullable []> {

    private final HelidonSocket socket;
    private final Progress progress;
    private @Nullable FutureTask<byte @Nullable []> reading;

    Intake(HelidonSocket socket, Progress progress) {
        this.socket = socket;
        this.progress = progress;
    }

    /** What was waited for, else what comes next; null at the end. */
    @Override
    public byte @Nullable [] get() {
        FutureTask<byte @Nullable []> read = take();
        if (read == null) {
            return socket.get();
        }
        try {
            return result(read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether {@link #get} would return at once. Begins to read if not. */
    boolean isReady() {
        return begin().isDone();
    }

    /** Whether the client has closed the connection. Begins to read, so that this is noticed. Any thread may ask. */
    boolean hasEnded() {
        FutureTask<byte @Nullable []> read = begin();
        return switch (read.state()) {
            case RUNNING -> false;
            case SUCCESS -> read.resultNow() == null;
            case FAILED, CANCELLED -> true;
        };
    }

    /**
     * Waits until {@link #get} would return at once.
     *
     * @throws InterruptedIOException when this thread is interrupted, which does no harm to the connection
     */
    void await() throws IOException {
        progress.enter(Progress.Phase.RECEIVING);
        try {
            result(begin());
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
