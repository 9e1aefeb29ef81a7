package dev.portside.http.body;

import dev.portside.http.Body;
import dev.portside.http.Problem;
import dev.portside.http.ProblemException;
import dev.portside.http.RefusedBodyException;
import dev.portside.http.StandardProblems;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads a body within its limits: size, rate, and the memory that all bodies share. */
public final class BodyReader {

    private static final int FIRST_PIECE_BYTES = 1_024;
    private static final int LARGEST_PIECE_BYTES = 64 * 1_024;

    /** From here on, and when it is known beforehand, memory is taken for all of it as soon as its first piece has come. */
    private static final int WHOLE_FROM_BYTES = 256 * 1_024;

    private static final long SECOND = 1_000_000_000;

    private final int minRate;

    /** @param minRate bytes a second that a body must arrive at, after its first second */
    public BodyReader(int minRate) {
        this.minRate = minRate;
    }

    /** Reads it whole; a {@link ProblemException} with 413, 408, 400 or 503 when that cannot be done. */
    public ByteBuffer read(Body body, int maxBody, boolean parsed, BodyBudget.Lease memory) {
        if (body.declaredLength() > maxBody) {
            throw tooLarge(maxBody);
        }
        boolean whole = !parsed && body.declaredLength() >= WHOLE_FROM_BYTES;
        try {
            InputStream in = body.open();
            return whole
                    ? readWhole(in, (int) body.declaredLength(), memory)
                    : ByteBuffer.wrap(readPieces(in, maxBody, memory));
        } catch (RefusedBodyException e) {
            throw StandardProblems.byServer(e.status())
                    .with("Connection", "close")
                    .exception();
        } catch (IOException e) {
            throw Thread.currentThread().isInterrupted() || e instanceof InterruptedIOException
                    ? tooSlow()
                    : unread(400, "incomplete_body", "the body is malformed or did not arrive whole");
        }
    }

    /** A client that only says how much it will send takes nothing from others. */
    private ByteBuffer readWhole(InputStream in, int length, BodyBudget.Lease memory) throws IOException {
        memory.gather(LARGEST_PIECE_BYTES);
        byte[] first = new byte[LARGEST_PIECE_BYTES];
        fill(in, first, 0, first.length);
        byte[] whole = memory.awaitWhole(length);
        System.arraycopy(first, 0, whole, 0, first.length);
        fill(in, whole, first.length, length);
        return ByteBuffer.wrap(whole, 0, length);
    }

    private void fill(InputStream in, byte[] bytes, int from, int to) throws IOException {
        long started = System.nanoTime();
        int filled = from;
        while (filled < to) {
            int read = in.read(bytes, filled, Math.min(LARGEST_PIECE_BYTES, to - filled));
            if (read < 0) {
                throw new EOFException("The body is shorter than was declared");
            }
            filled += read;
            requireRate(filled - from, System.nanoTime() - started);
        }
    }

    private byte[] readPieces(InputStream in, int maxBody, BodyBudget.Lease memory) throws IOException {
        long started = System.nanoTime();
        List<byte[]> full = new ArrayList<>();
        int size = 0;
        for (int pieceSize = FIRST_PIECE_BYTES; ; pieceSize = Math.min(pieceSize * 2, LARGEST_PIECE_BYTES)) {
            memory.gather(pieceSize);
            byte[] piece = new byte[pieceSize];
            int filled = 0;
            while (filled < pieceSize) {
                int read = in.read(piece, filled, pieceSize - filled);
                if (read < 0) {
                    return join(full, piece, filled, size);
                }
                filled += read;
                size += read;
                if (size > maxBody) {
                    throw tooLarge(maxBody);
                }
                requireRate(size, System.nanoTime() - started);
            }
            full.add(piece);
        }
    }

    private static byte[] join(List<byte[]> full, byte[] last, int filled, int size) {
        byte[] whole = new byte[size];
        int at = 0;
        for (byte[] piece : full) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        System.arraycopy(last, 0, whole, at, filled);
        return whole;
    }

    /** The first second is free, for a client that thinks before it sends. */
    private void requireRate(long bytes, long nanos) {
        long billed = nanos - SECOND;
        if (billed > 0 && bytes < (double) minRate * billed / SECOND) {
            throw tooSlow();
        }
    }

    private static ProblemException tooSlow() {
        return unread(408, "request_timeout", "the body arrived too slowly");
    }

    private static ProblemException tooLarge(int maxBody) {
        return unread(413, "body_too_large", "the body must be at most " + maxBody + " bytes");
    }

    /** Returns a refusal that leaves the rest of the body unread, so the connection cannot be used again. */
    private static ProblemException unread(int status, String code, String detail) {
        return Problem.of(status, code, detail).with("Connection", "close").exception();
    }
}
