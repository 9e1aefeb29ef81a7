package dev.portside.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes in what a client still sends of a body that nobody wants. A connection that is closed on unread bytes is reset, and
 * the client may then lose the answer that tells it why (RFC 9112 §9.6).
 */
final class Leftovers {

    /** Beyond this, a client that does not look at answers while it sends is not worth waiting for. */
    private static final long MAX_BYTES = 16 * 1024 * 1024;

    private static final Duration STALL = Duration.ofMillis(300);
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final int CHUNK_BYTES = 16 * 1024;

    private Leftovers() {}

    /** Whether the request has a body that is on its way; one with {@code Expect} waits to be asked for it. */
    static boolean areSentWith(Request request) {
        long declared = request.body().declaredLength();
        boolean sent = declared > 0
                || (declared < 0 && request.headers().first("Transfer-Encoding").isPresent());
        return sent && request.headers().first("Expect").isEmpty();
    }

    /** Reads and forgets the body; returns whether that was all of it, so that the connection can be used again. */
    static boolean discard(Body body) {
        try (InputStream in = body.open()) {
            return discard(in, body.declaredLength());
        } catch (IOException e) {
            return false;
        }
    }

    /** The same for the rest of a body of which the first bytes were read; {@code rest} is -1 when nobody knows. */
    static boolean discard(InputStream in, long rest) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long discarded = 0;
        long heard = System.nanoTime();
        while (discarded != rest && discarded < MAX_BYTES && System.nanoTime() - heard < STALL.toNanos()) {
            int available = in.available();
            if (available == 0) {
                // Never a read that could wait: a client that has stopped to send waits for the answer.
                LockSupport.parkNanos(PAUSE.toNanos());
                continue;
            }
            int read = in.read(chunk, 0, Math.min(available, CHUNK_BYTES));
            if (read < 0) {
                return true;
            }
            discarded += read;
            heard = System.nanoTime();
        }
        return discarded == rest;
    }
}
