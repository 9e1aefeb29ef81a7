package dev.portside.application.image;

import java.io.Serial;

/** Ends the reading of a header from within; never leaves {@link HeaderProbe}. */
final class Stop extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ImageRefusal refusal;

    Stop(ImageRefusal refusal) {
        // Without a stack: broken files may come as often as sound ones.
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
    }

    ImageRefusal refusal() {
        return refusal;
    }
}
