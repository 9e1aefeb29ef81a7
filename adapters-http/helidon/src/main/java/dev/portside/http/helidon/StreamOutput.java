package dev.portside.http.helidon;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Sends content that is made meanwhile, in chunks (RFC 9112 §7.1) or as it is. The header goes with the first of it. */
final class StreamOutput extends OutputStream {

    private static final int PIECE_BYTES = 16 * 1024;
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpConnection connection;
    private final Text frame;
    private final boolean chunks;
    private final byte[] piece = new byte[PIECE_BYTES];
    private int filled;

    StreamOutput(HttpConnection connection, Text head, boolean chunks) {
        this.connection = connection;
        this.frame = head;
        this.chunks = chunks;
    }

    @Override
    public void write(int b) throws IOException {
        if (filled == piece.length) {
            flush();
        }
        piece[filled++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int written = 0;
        while (written < length) {
            if (filled == piece.length) {
                flush();
            }
            int count = Math.min(length - written, piece.length - filled);
            System.arraycopy(bytes, offset + written, piece, filled, count);
            filled += count;
            written += count;
        }
    }

    @Override
    public void flush() throws IOException {
        gather();
        send();
    }

    /** Says that this was all. A stream that is not ended looks broken to the client, as it should when it is. */
    void end() throws IOException {
        gather();
        if (chunks) {
            frame.bytes(LAST_CHUNK);
        }
        send();
    }

    private void gather() {
        if (filled == 0) {
            return;
        }
        if (chunks) {
            frame.line(Integer.toHexString(filled));
        }
        frame.bytes(piece, 0, filled);
        if (chunks) {
            frame.lineEnd();
        }
        filled = 0;
    }

    private void send() throws IOException {
        if (frame.size() == 0) {
            return;
        }
        try {
            connection.send(frame.data());
        } catch (UncheckedIOException e) {
            throw new IOException("The client is gone.", e);
        }
        frame.clear();
    }
}
