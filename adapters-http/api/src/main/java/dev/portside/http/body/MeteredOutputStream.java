package dev.portside.http.body;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts what goes through it, and gives up a client that takes it too slowly. */
public final class MeteredOutputStream extends FilterOutputStream {

    private static final long SECOND = 1_000_000_000;

    /** For a client that stalls for a moment, and for what fits into buffers anyway. */
    private static final long FREE_NANOS = 10 * SECOND;

    private final int minRate;
    private final long started = System.nanoTime();
    private long count;

    /**
     * Starts at nothing.
     *
     * @param minRate bytes a second, on the average, after the first ten seconds; 0 for any
     */
    public MeteredOutputStream(OutputStream out, int minRate) {
        super(out);
        this.minRate = minRate;
    }

    public long count() {
        return count;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        counted(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        counted(length);
    }

    private void counted(int bytes) throws IOException {
        count += bytes;
        long billed = System.nanoTime() - started - FREE_NANOS;
        if (billed > 0 && count < (double) minRate * billed / SECOND) {
            throw new IOException("The client takes less than " + minRate + " bytes a second.");
        }
    }
}
