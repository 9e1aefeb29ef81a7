package dev.portside.http;

import java.io.IOException;
import java.io.InputStream;

/** The content of a request. It can be opened once; until then a client that waits for {@code 100 Continue} waits on. */
public interface Body {

    /** A body without content. */
    Body NONE = new Body() {
        @Override
        public long declaredLength() {
            return 0;
        }

        @Override
        public InputStream open() {
            return InputStream.nullInputStream();
        }
    };

    /** What {@code Content-Length} says, in bytes; -1 when it says nothing. Not to be trusted. */
    long declaredLength();

    InputStream open() throws IOException;

    /** Whether nothing of it is still to come. */
    default boolean isFinished() {
        return declaredLength() == 0;
    }

    /** Whether it was opened. */
    default boolean isOpen() {
        return false;
    }

    /**
     * Whether whoever sends it has closed the connection, or at least its own direction of it, as far as can be told without
     * taking anything from it. Any thread may ask, once the body was read; does not block.
     */
    default boolean clientHasLeft() {
        return false;
    }
}
