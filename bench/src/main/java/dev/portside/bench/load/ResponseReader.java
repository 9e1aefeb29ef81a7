package dev.portside.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Finds out where an HTTP/1.1 response ends (RFC 9112 §6.3) and what its status is, and keeps nothing else. For one
 * connection; reads one response after the other.
 */
final class ResponseReader {

    private static final int FIRST_SIZE = 512;
    private static final int MAX_HEADER = 64 * 1_024;
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private enum State {
        HEADER,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        COMPLETE
    }

    private State state = State.HEADER;
    private byte[] line = new byte[FIRST_SIZE];
    private int length;
    private long remaining;
    private int status;
    private boolean closing;

    /** Begins with the next response. */
    void reset() {
        state = State.HEADER;
        length = 0;
        remaining = 0;
        status = 0;
        closing = false;
    }

    /**
     * Reads on.
     *
     * @return whether the response is complete; what follows it stays in the buffer
     * @throws IllegalStateException when this is no HTTP
     */
    boolean read(ByteBuffer bytes) {
        while (state != State.COMPLETE && bytes.hasRemaining()) {
            switch (state) {
                case HEADER -> header(bytes.get());
                case BODY -> skip(bytes, State.COMPLETE);
                case CHUNK -> skip(bytes, State.CHUNK_END);
                case CHUNK_SIZE -> chunkSize(bytes.get());
                case CHUNK_END -> chunkEnd(bytes.get());
                case TRAILER -> trailer(bytes.get());
                case COMPLETE -> throw new AssertionError("the loop ends there");
            }
        }
        return state == State.COMPLETE;
    }

    /** Of the response that is complete. */
    int status() {
        return status;
    }

    /** Returns whether the server closes the connection behind it. */
    boolean closing() {
        return closing;
    }

    private void header(byte b) {
        append(b);
        if (b == '\n' && length >= 4 && line[length - 3] == '\n') {
            String header = new String(line, 0, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            length = 0;
            interpret(header);
        }
    }

    private void interpret(String header) {
        if (!header.startsWith("http/1.") || header.length() < STATUS_AT + 3) {
            throw new IllegalStateException("This is no HTTP response: " + header.strip());
        }
        status = Integer.parseInt(header, STATUS_AT, STATUS_AT + 3, 10);
        if (status < 200) {
            // 100 Continue and its like announce another response.
            return;
        }
        closing = value(header, "connection").equals("close");
        String declared = value(header, "content-length");
        if (status == 204 || status == 304) {
            state = State.COMPLETE;
        } else if (value(header, "transfer-encoding").equals("chunked")) {
            state = State.CHUNK_SIZE;
        } else if (declared.isEmpty()) {
            throw new IllegalStateException("A response without a length: " + header.strip());
        } else {
            remaining = Long.parseLong(declared);
            state = remaining == 0 ? State.COMPLETE : State.BODY;
        }
    }

    private static String value(String header, String name) {
        int at = header.indexOf("\r\n" + name + ":");
        if (at < 0) {
            return "";
        }
        int begin = at + name.length() + 3;
        return header.substring(begin, header.indexOf("\r\n", begin)).strip();
    }

    private void skip(ByteBuffer bytes, State then) {
        int here = (int) Math.min(remaining, bytes.remaining());
        bytes.position(bytes.position() + here);
        remaining -= here;
        if (remaining == 0) {
            state = then;
        }
    }

    private void chunkSize(byte b) {
        if (b != '\n') {
            append(b);
            return;
        }
        String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
        length = 0;
        int extension = text.indexOf(';');
        remaining = Long.parseLong((extension < 0 ? text : text.substring(0, extension)).strip(), 16);
        state = remaining == 0 ? State.TRAILER : State.CHUNK;
    }

    private void chunkEnd(byte b) {
        if (b == '\n') {
            state = State.CHUNK_SIZE;
        }
    }

    private void trailer(byte b) {
        if (b == '\n') {
            state = length == 0 ? State.COMPLETE : State.TRAILER;
            length = 0;
        } else if (b != '\r') {
            append(b);
        }
    }

    private void append(byte b) {
        if (length == line.length) {
            if (length >= MAX_HEADER) {
                throw new IllegalStateException("A response's header is longer than " + MAX_HEADER + " bytes");
            }
            line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = b;
    }
}
