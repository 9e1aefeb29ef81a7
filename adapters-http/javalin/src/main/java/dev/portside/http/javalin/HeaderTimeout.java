package dev.portside.http.javalin;

import dev.portside.http.pipeline.PeriodicTask;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Closes connections on which a request's header does not arrive whole in time. Jetty only knows a time without any byte,
 * which a client that sends one byte every few seconds never reaches (the Slowloris attack).
 */
final class HeaderTimeout implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(500);

    /** State of a connection when it last was between two requests, and the time since when bytes came after that. */
    private static final class Seen {
        private long messages = -1;
        private long bytes;
        private long headerSince;
        private boolean inHeader;
    }

    private final ServerConnector connector;
    private final Duration timeout;
    private final Map<EndPoint, Seen> seen = new WeakHashMap<>();
    private final PeriodicTask watch;

    private HeaderTimeout(ServerConnector connector, Duration timeout) {
        this.connector = connector;
        this.timeout = timeout;
        this.watch = PeriodicTask.every(STEP, "portside-header-timeout", this::look);
    }

    static HeaderTimeout watch(ServerConnector connector, Duration timeout) {
        return new HeaderTimeout(connector, timeout);
    }

    @Override
    public void close() {
        watch.close();
    }

    private void look() {
        PeriodicTask.each(connector.getConnectedEndPoints(), endPoint -> {
            Connection connection = endPoint.getConnection();
            if (connection != null && isOverdue(connection, seen.computeIfAbsent(endPoint, any -> new Seen()))) {
                endPoint.close();
            }
        });
    }

    private boolean isOverdue(Connection connection, Seen before) {
        long messages = connection.getMessagesIn();
        boolean betweenRequests = messages == connection.getMessagesOut();
        if (!betweenRequests || messages != before.messages) {
            boolean fresh = before.messages < 0;
            before.messages = betweenRequests ? messages : -1;
            // Of a connection that is new, every byte belongs to its first header.
            before.bytes = fresh && messages == 0 ? 0 : connection.getBytesIn();
            before.inHeader = false;
            return false;
        }
        if (connection.getBytesIn() == before.bytes) {
            return false;
        }
        if (!before.inHeader) {
            before.inHeader = true;
            before.headerSince = System.nanoTime();
        }
        return System.nanoTime() - before.headerSince > timeout.toNanos();
    }
}
