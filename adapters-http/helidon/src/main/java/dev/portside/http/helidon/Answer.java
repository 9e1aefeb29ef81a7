package dev.portside.http.helidon;

import dev.portside.http.Payload;
import dev.portside.http.Response;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.DateTime;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes one response to a connection, what is small in a single write. */
final class Answer {

    private static final int HEAD_BYTES = 512;

    /** What is copied behind the header to save a write; beyond, the copy costs as much. */
    private static final int MAX_COPIED_BYTES = 32 * 1024;

    /** So that a slow client can be told from one that takes nothing at all. */
    private static final int PIECE_BYTES = 64 * 1024;

    private static final int MAX_STATUS = 600;
    private static final byte[][] STATUS_LINES = new byte[MAX_STATUS][];

    private final HttpConnection connection;
    private final boolean chunks;
    private final boolean last;

    /**
     * Writes nothing yet.
     *
     * @param chunks whether the client knows chunks; else the end of the connection is the end of a stream
     */
    Answer(HttpConnection connection, boolean chunks, boolean last) {
        this.connection = connection;
        this.chunks = chunks;
        this.last = last;
    }

    /** Returns whether all was sent. If not, the connection must be closed now, so that the client can tell. */
    boolean write(Response response, boolean toHead) {
        try {
            switch (response.payload()) {
                case Payload.None none -> writeNone(response, toHead);
                case Payload.Bytes(byte[] bytes) -> writeBytes(response, bytes);
                case Payload.Stream(Payload.Writer writer, boolean endless) -> writeStream(response, writer);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private void writeNone(Response response, boolean toHead) {
        Text head = head(response, HEAD_BYTES);
        boolean neverHasContent = response.status() == 204 || response.status() == 304;
        if (!toHead && !neverHasContent) {
            head.line("Content-Length: 0");
        }
        connection.send(head.lineEnd().data());
    }

    private void writeBytes(Response response, byte[] bytes) {
        int copied = Math.min(bytes.length, MAX_COPIED_BYTES);
        Text head = head(response, HEAD_BYTES + copied)
                .value("Content-Length: ")
                .value(Integer.toString(bytes.length))
                .lineEnd()
                .lineEnd();
        connection.send(head.bytes(bytes, 0, copied).data());
        for (int at = copied; at < bytes.length; at += PIECE_BYTES) {
            connection.send(BufferData.create(bytes, at, Math.min(PIECE_BYTES, bytes.length - at)));
        }
    }

    private void writeStream(Response response, Payload.Writer writer) throws IOException {
        Text head = head(response, HEAD_BYTES);
        if (chunks) {
            head.line("Transfer-Encoding: chunked");
        }
        StreamOutput out = new StreamOutput(connection, head.lineEnd(), chunks);
        writer.writeTo(out);
        out.end();
    }

    private Text head(Response response, int capacity) {
        Text head = new Text(capacity)
                .bytes(statusLine(response.status()))
                .value("Date: ")
                .bytes(DateTime.http1Bytes());
        for (Response.Field field : response.fields()) {
            if (!field.name().equalsIgnoreCase("Connection")) {
                head.value(field.name()).value(": ").value(field.value()).lineEnd();
            }
        }
        if (last) {
            head.line("Connection: close");
        } else if (!chunks) {
            head.line("Connection: keep-alive");
        }
        return head;
    }

    private static byte[] statusLine(int status) {
        byte[] line = STATUS_LINES[status];
        if (line == null) {
            line = ("HTTP/1.1 " + status + " " + Status.create(status).reasonPhrase() + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            // Whoever comes first: the lines are the same.
            STATUS_LINES[status] = line;
        }
        return line;
    }
}
