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

    /** Returns the value of {@code Content-Length}, in bytes; -1 when there is none. Not to be trusted. */
    long declaredLength();

    InputStream open() throws IOException;

    /** Returns whether the body has arrived to its end. */
    default boolean isFinished() {
        return declaredLength() == 0;
    }

    /** Returns whether the body was opened. */
    default boolean isOpen() {
        return false;
    }

    /**
     * Returns whether the client has closed the connection, or at least its own direction of it, as far as can be known
     * without reading from it. Any thread may ask, once the body was read; does not block.
     */
    default boolean clientHasLeft() {
        return false;
    }
}
