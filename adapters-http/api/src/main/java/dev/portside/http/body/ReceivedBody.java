package dev.portside.http.body;

import dev.portside.http.Body;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A body as a binding gets it from its server, which knows how far it was read. For one thread, but for one question. */
public final class ReceivedBody implements Body {

    /** Opens what the server has. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    private final long declaredLength;
    private final boolean present;
    private final Source source;
    private final BooleanSupplier clientHasLeft;
    private @Nullable Counted stream;

    /**
     * Opens nothing yet.
     *
     * @param declaredLength what {@code Content-Length} says; -1 when it says nothing
     * @param present whether there is a body at all; one that comes in chunks says nothing of its length
     * @param clientHasLeft see {@link Body#clientHasLeft}
     */
    public ReceivedBody(long declaredLength, boolean present, Source source, BooleanSupplier clientHasLeft) {
        this.declaredLength = present ? declaredLength : 0;
        this.present = present && declaredLength != 0;
        this.source = source;
        this.clientHasLeft = clientHasLeft;
    }

    @Override
    public long declaredLength() {
        return declaredLength;
    }

    /** The same each time: who opens it again goes on where reading has stopped. */
    @Override
    public InputStream open() throws IOException {
        Counted open = stream;
        if (open == null) {
            open = new Counted(source.open(), declaredLength);
            stream = open;
        }
        return open;
    }

    @Override
    public boolean isFinished() {
        return !present || (stream != null && stream.atEnd);
    }

    @Override
    public boolean isOpen() {
        return stream != null;
    }

    @Override
    public boolean clientHasLeft() {
        return clientHasLeft.getAsBoolean();
    }

    private static final class Counted extends FilterInputStream {

        private final long length;
        private long count;
        private boolean atEnd;

        Counted(InputStream in, long length) {
            super(in);
            this.length = length;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            return noted(read < 0 ? -1 : 1) < 0 ? -1 : read;
        }

        @Override
        public int read(byte[] bytes, int offset, int size) throws IOException {
            return noted(in.read(bytes, offset, size));
        }

        private int noted(int read) {
            count += Math.max(read, 0);
            atEnd |= read < 0 || count == length;
            return read;
        }
    }
}
