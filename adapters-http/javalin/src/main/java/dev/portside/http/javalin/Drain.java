package dev.portside.http.javalin;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * Empties a connector without cutting anything off. Jetty's own {@code GracefulHandler} would answer 503 to what arrives on
 * open connections meanwhile, and a connector that is shut down closes connections also behind answers that did not say so,
 * on which a client may just be sending its next request. Here every answer says whether it is the last.
 */
final class Drain {

    /** For a request that is already on its way to arrive on a connection that looks idle. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration STEP = Duration.ofMillis(10);

    private final AtomicBoolean begun = new AtomicBoolean();

    /** Returns whether each answer from now on is to be the last on its connection. */
    boolean hasBegun() {
        return begun.get();
    }

    /** Returns whether every connection was done before the grace was over. */
    boolean await(ServerConnector connector, Duration grace) {
        long end = System.nanoTime() + grace.toNanos();
        connector.setAccepting(false);
        connector.close();
        begun.set(true);
        Map<EndPoint, Quiet> watched = new HashMap<>();
        boolean interrupted = false;
        while (!connector.getConnectedEndPoints().isEmpty() && System.nanoTime() - end < 0) {
            for (EndPoint endPoint : connector.getConnectedEndPoints()) {
                Quiet now = Quiet.of(endPoint, watched.get(endPoint));
                watched.put(endPoint, now);
                if (now.lasts()) {
                    endPoint.close();
                }
            }
            LockSupport.parkNanos(STEP.toNanos());
            // A thread that is interrupted cannot park, and would look again and again without a pause.
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return connector.getConnectedEndPoints().isEmpty();
    }

    /** Since when nothing has happened on a connection, in {@link System#nanoTime}. */
    private record Quiet(long bytesIn, long messagesIn, boolean busy, long since) {

        static Quiet of(EndPoint endPoint, @Nullable Quiet before) {
            Connection connection = endPoint.getConnection();
            long now = System.nanoTime();
            if (connection == null) {
                return new Quiet(0, 0, true, now);
            }
            boolean busy = connection.getMessagesIn() != connection.getMessagesOut();
            Quiet fresh = new Quiet(connection.getBytesIn(), connection.getMessagesIn(), busy, now);
            if (before == null || before.busy || fresh.busy) {
                return fresh;
            }
            return before.bytesIn == fresh.bytesIn && before.messagesIn == fresh.messagesIn ? before : fresh;
        }

        boolean lasts() {
            return !busy && System.nanoTime() - since > QUIET.toNanos();
        }
    }
}
