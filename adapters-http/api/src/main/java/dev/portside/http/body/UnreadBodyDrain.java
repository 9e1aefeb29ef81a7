package dev.portside.http.body;

import dev.portside.http.Body;
import dev.portside.http.Request;
import dev.portside.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Reader of the rest of a refused body, after the answer. A connection that is closed on unread bytes is reset, and the
 * client may then lose the answer that gives the reason (RFC 9112 §9.6); one that is read to the end of the body can be
 * used again. There is one time and one number of bytes for all of it, however it comes.
 */
public final class UnreadBodyDrain {

    public static final int MAX_BYTES = 64 * 1024;

    public static final Duration TIME = Duration.ofSeconds(1);

    private static final int CHUNK_BYTES = 16 * 1024;

    private UnreadBodyDrain() {}

    /** Returns the response, which ends the connection when more of the body may come than is drained. */
    public static Response announce(Request request, Response response) {
        return isTooLong(request) && response.first("Connection").isEmpty()
                ? response.with("Connection", "close")
                : response;
    }

    private static boolean isTooLong(Request request) {
        Body body = request.body();
        return !body.isFinished() && (waits(request) || body.declaredLength() > MAX_BYTES);
    }

    /** Returns whether the client waits for {@code 100 Continue} before it sends the body. It may send it all the same. */
    public static boolean waits(Request request) {
        return !request.body().isOpen() && !request.headers().joined("Expect").isEmpty();
    }

    /** Reads and drops the rest; returns whether that was all of it. Ends when its thread is interrupted. */
    public static boolean discard(Body body) {
        byte[] chunk = new byte[CHUNK_BYTES];
        long end = System.nanoTime() + TIME.toNanos();
        int discarded = 0;
        try {
            InputStream in = body.open();
            while (discarded < MAX_BYTES && System.nanoTime() - end < 0) {
                int read = in.read(chunk, 0, Math.min(CHUNK_BYTES, MAX_BYTES - discarded));
                if (read < 0 || body.isFinished()) {
                    return true;
                }
                discarded += read;
            }
        } catch (IOException e) {
            return false;
        }
        // A client that sends on has until then to see the answer; the system holds it back.
        LockSupport.parkNanos(end - System.nanoTime());
        return false;
    }
}
