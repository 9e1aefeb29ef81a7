package dev.portside.http;

import java.io.IOException;
import java.io.Serial;

/** Thrown by the stream of a body that its server does not take: too large, or more than there is memory for. */
public final class RefusedBodyException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * A body that is refused.
     *
     * @param status 413 or 503
     */
    public RefusedBodyException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
