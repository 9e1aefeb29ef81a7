package dev.portside.http.helidon;

import java.io.Serial;

/** Ends the reading of a request that is not HTTP as we speak it. */
final class Refused extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final int status;

    Refused(int status) {
        // Nobody looks at the stack, and whoever sends rubbish should not make us walk it.
        super("The request is refused with " + status, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
