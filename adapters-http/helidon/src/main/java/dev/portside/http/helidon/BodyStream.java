package dev.portside.http.helidon;

import io.helidon.common.buffers.DataReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The content of a request as its framing tells it from what comes after. */
abstract class BodyStream extends InputStream {

    private final DataReader reader;
    private final Intake intake;

    BodyStream(DataReader reader, Intake intake) {
        this.reader = reader;
        this.intake = intake;
    }

    /** Whether all of it was read, so that the next request follows. */
    abstract boolean isAtEnd();

    /**
     * How many bytes of content come next, before more framing does or the end.
     *
     * @param reader holds at least the bytes that have arrived; framing among them is taken out
     */
    abstract long contentAhead(DataReader reader) throws IOException;

    /** Notes that so many bytes of content were taken. */
    abstract void taken(int bytes);

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (true) {
            int here = contentHere();
            if (here > 0) {
                int count = Math.min(length, here);
                reader.readBuffer(count).read(into, offset, count);
                taken(count);
                return count;
            }
            if (isAtEnd()) {
                return -1;
            }
            intake.await();
            pull();
        }
    }

    /** What can be read without waiting. At the end this is one, for that can be read without waiting as well. */
    @Override
    public int available() throws IOException {
        int here = contentHere();
        while (here == 0 && !isAtEnd() && intake.isReady()) {
            pull();
            here = contentHere();
        }
        return here == 0 && isAtEnd() ? 1 : here;
    }

    private void pull() throws IOException {
        try {
            reader.pullData();
        } catch (DataReader.InsufficientDataAvailableException e) {
            throw new EOFException("The connection was closed in the middle of a body.");
        } catch (UncheckedIOException e) {
            throw new IOException("The connection failed in the middle of a body.", e);
        }
    }

    private int contentHere() throws IOException {
        long ahead = contentAhead(reader);
        return ahead == 0 ? 0 : (int) Math.min(ahead, reader.available());
    }
}
