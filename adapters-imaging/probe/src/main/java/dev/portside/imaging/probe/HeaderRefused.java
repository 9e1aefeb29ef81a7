package dev.portside.imaging.probe;

import dev.portside.application.image.ImageRefusal;
import java.io.Serial;

/** Refusal from within a header reader; never leaves {@link HeaderProbe}. */
final class HeaderRefused extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ImageRefusal refusal;

    HeaderRefused(ImageRefusal refusal) {
        // Without a stack: broken files may come as often as sound ones.
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
    }

    ImageRefusal refusal() {
        return refusal;
    }
}
