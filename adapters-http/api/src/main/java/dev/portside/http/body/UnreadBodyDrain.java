package dev.portside.http.body;

import dev.portside.http.Body;
import dev.portside.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The rest of a body that is not wanted, taken in behind the answer. A connection that is closed on unread bytes is reset,
 * and the client may then lose the answer that tells it why (RFC 9112 §9.6); one that is read to the end of the body can be
 * used again. There is one time and one number of bytes for all of it, however it comes.
 */
public final class UnreadBodyDrain {

    public static final int MAX_BYTES = 64 * 1024;

    public static final Duration TIME = Duration.ofSeconds(1);

    private static final int CHUNK_BYTES = 16 * 1024;

    private UnreadBodyDrain() {}

    /** Whether to tell the client now that the connection ends, because more may come than is taken in. */
    public static boolean areTooLong(Request request) {
        Body body = request.body();
        return !body.isFinished() && (waits(request) || body.declaredLength() > MAX_BYTES);
    }

    /** Whether the client waits to be asked for the body. Whether it sends it all the same, nobody can know. */
    public static boolean waits(Request request) {
        return !request.body().isOpen() && !request.headers().joined("Expect").isEmpty();
    }

    /** Reads the rest and forgets it; returns whether that was all of it. Ends when its thread is interrupted. */
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
