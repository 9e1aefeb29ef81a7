package dev.portside.http.helidon;

import io.helidon.common.buffers.DataReader;
import java.io.IOException;

/**
 * Content that comes in chunks (RFC 9112 §7.1). Extensions and trailers are read over. Takes framing byte by byte as it
 * arrives, for whoever asks what is available must not wait for the rest of a line.
 */
final class ChunkedStream extends BodyStream {

    /** Extensions and trailers of one body together; nobody needs them. */
    private static final int MAX_IGNORED_BYTES = 8 * 1024;

    private static final long MAX_CHUNK = Long.MAX_VALUE >> 4;

    private enum State {
        SIZE_START,
        SIZE,
        EXTENSION,
        SIZE_LF,
        CONTENT,
        CONTENT_CR,
        CONTENT_LF,
        TRAILER_START,
        TRAILER,
        TRAILER_LF,
        LAST_LF,
        END
    }

    private State state = State.SIZE_START;
    private long chunk;
    private int ignored;

    ChunkedStream(DataReader reader, Intake intake) {
        super(reader, intake);
    }

    @Override
    boolean isAtEnd() {
        return state == State.END;
    }

    @Override
    long contentAhead(DataReader reader) throws IOException {
        if (state != State.CONTENT && state != State.END) {
            for (int here = reader.available(); here > 0 && state != State.CONTENT && state != State.END; here--) {
                state = after(reader.read());
            }
        }
        return state == State.CONTENT ? chunk : 0;
    }

    @Override
    void taken(int bytes) {
        chunk -= bytes;
        if (chunk == 0) {
            state = State.CONTENT_CR;
        }
    }

    private State after(byte next) throws IOException {
        return switch (state) {
            case SIZE_START -> sized(next);
            case SIZE ->
                switch (next) {
                    case '\r' -> State.SIZE_LF;
                    case ';', ' ', '\t' -> State.EXTENSION;
                    default -> sized(next);
                };
            case EXTENSION -> next == '\r' ? State.SIZE_LF : ignoring(next, State.EXTENSION);
            case SIZE_LF -> expecting('\n', next, chunk == 0 ? State.TRAILER_START : State.CONTENT);
            case CONTENT_CR -> expecting('\r', next, State.CONTENT_LF);
            case CONTENT_LF -> expecting('\n', next, State.SIZE_START);
            case TRAILER_START -> next == '\r' ? State.LAST_LF : ignoring(next, State.TRAILER);
            case TRAILER -> next == '\r' ? State.TRAILER_LF : ignoring(next, State.TRAILER);
            case TRAILER_LF -> expecting('\n', next, State.TRAILER_START);
            case LAST_LF -> expecting('\n', next, State.END);
            case CONTENT, END -> throw new IllegalStateException("There is no framing here.");
        };
    }

    private State sized(byte next) throws IOException {
        int digit = Character.digit(next, 16);
        if (digit < 0 || chunk > MAX_CHUNK >> 4) {
            throw malformed();
        }
        chunk = chunk << 4 | digit;
        return State.SIZE;
    }

    private State ignoring(byte next, State then) throws IOException {
        ignored++;
        if (next == '\n' || ignored > MAX_IGNORED_BYTES) {
            throw malformed();
        }
        return then;
    }

    private static State expecting(char expected, byte next, State then) throws IOException {
        if (next != expected) {
            throw malformed();
        }
        return then;
    }

    private static IOException malformed() {
        return new IOException("The chunks of the body are malformed.");
    }
}
