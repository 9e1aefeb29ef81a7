package dev.portside.http.helidon;

import dev.portside.http.RefusedBodyException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Supplier;

/** Body as Helidon reads it; its failures are thrown as those of a stream. */
final class BodyInputStream extends FilterInputStream {

    private final UnreadBodyBudget unread;

    private BodyInputStream(InputStream in, UnreadBodyBudget unread) {
        super(in);
        this.unread = unread;
    }

    static BodyInputStream of(Supplier<InputStream> opening, UnreadBodyBudget unread) throws IOException {
        try {
            return new BodyInputStream(opening.get(), unread);
        } catch (RuntimeException e) {
            throw told(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int read = in.read(bytes, offset, length);
            unread.wasRead(Math.max(read, 0));
            return read;
        } catch (RuntimeException e) {
            throw told(e);
        }
    }

    private static IOException told(RuntimeException e) {
        if (e instanceof UncheckedIOException unchecked) {
            return Objects.requireNonNull(unchecked.getCause());
        }
        if (e instanceof RequestException refused
                && refused.status().code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()) {
            return new RefusedBodyException(413, "The body is larger than any that is taken.");
        }
        return new IOException("The body is malformed or was not sent whole.", e);
    }
}
