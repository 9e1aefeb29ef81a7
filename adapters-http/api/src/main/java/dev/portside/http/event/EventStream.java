package dev.portside.http.event;

import dev.portside.application.event.LiveCounts;
import dev.portside.domain.event.EventTotals;
import dev.portside.http.Payload;
import dev.portside.http.Problem;
import dev.portside.http.Response;
import dev.portside.http.json.EncodedBodyCache;
import dev.portside.http.json.Json;
import dev.portside.http.route.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Stream of incoming counts as server-sent events (WHATWG HTML, §9.2). */
final class EventStream {

    static final String CONTENT_TYPE = "text/event-stream";

    /** Milliseconds after which a browser comes back when the stream has ended. */
    private static final byte[] GREETING = bytes("retry: 2000\n\n");

    /** A comment. It shows a client that the server is there, and the server that the client is. */
    private static final byte[] HEARTBEAT = bytes(": heartbeat\n\n");

    private static final byte[] DATA = bytes("data: ");
    private static final byte[] END = bytes("\n\n");

    /** Listeners that get the same message share one copy, however many listen. */
    private static final int KEPT_MESSAGES = 16;

    private final EncodedBodyCache<EventTotals, byte[]> messages =
            new EncodedBodyCache<>(KEPT_MESSAGES, EventStream::message);
    private final LiveCounts counts;

    EventStream(LiveCounts counts) {
        this.counts = counts;
    }

    Response listen(Call call) {
        if (call.request().method().equals("HEAD")) {
            return response(out -> {});
        }
        LiveCounts.Listener listener = counts.listen()
                .orElseThrow(() -> Problem.of(
                                503,
                                "overloaded",
                                "no more clients can listen to this node now; try again later, or on another one")
                        .with("Retry-After", "10")
                        .exception());
        return response(out -> write(listener, out));
    }

    private static Response response(Payload.Writer writer) {
        return Response.endless(200, CONTENT_TYPE, writer)
                .with("Cache-Control", "no-store")
                // Else nginx, which many put in front, would gather some kilobytes before it passes them on.
                .with("X-Accel-Buffering", "no");
    }

    private void write(LiveCounts.Listener listener, OutputStream out) throws IOException {
        try (listener) {
            out.write(GREETING);
            out.flush();
            Optional<EventTotals> added = listener.next();
            while (added.isPresent()) {
                out.write(messages.of(added.get()));
                out.flush();
                added = listener.next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("The stream was interrupted.");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private static byte[] message(EventTotals added) {
        if (added.names().isEmpty() && added.others() == 0) {
            return HEARTBEAT;
        }
        Map<String, Long> counts = new TreeMap<>();
        added.names().forEach((name, count) -> counts.put(name.value(), count));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(DATA);
        // Compact, and what breaks lines is escaped, so it is one line.
        message.writeBytes(Json.write(json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("counts");
            counts.forEach(json::writeNumberProperty);
            json.writeEndObject();
            if (added.others() > 0) {
                // Beside the counts, for an event may be called so.
                json.writeNumberProperty("other", added.others());
            }
            json.writeEndObject();
        }));
        message.writeBytes(END);
        return message.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
