package dev.portside.http.javalin;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * Empties a connector without cutting anything off. Jetty's own {@code GracefulHandler} would answer 503 to what arrives on
 * open connections meanwhile; here it is served, and the connection closed behind the answer.
 */
final class Drain {

    /** For a request that is already on its way to arrive on a connection that looks idle. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration STEP = Duration.ofMillis(10);

    private final ServerConnector connector;

    Drain(ServerConnector connector) {
        this.connector = connector;
    }

    /** Returns whether every connection was done before the grace was over. */
    boolean await(Duration grace) {
        long end = System.nanoTime() + grace.toNanos();
        var unused = connector.shutdown(); // done when there are no connections, which the loop sees by itself
        Map<EndPoint, Quiet> watched = new HashMap<>();
        while (!connector.getConnectedEndPoints().isEmpty() && System.nanoTime() - end < 0) {
            for (EndPoint endPoint : connector.getConnectedEndPoints()) {
                Quiet now = Quiet.of(endPoint, watched.get(endPoint));
                watched.put(endPoint, now);
                if (now.lasts()) {
                    endPoint.close();
                }
            }
            LockSupport.parkNanos(STEP.toNanos());
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
