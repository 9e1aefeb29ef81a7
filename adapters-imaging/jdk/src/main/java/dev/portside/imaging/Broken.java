package dev.portside.imaging;

import dev.portside.application.image.ImageRefusal;
import java.io.Serial;

/** An image cannot be decoded. */
final class Broken extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ImageRefusal refusal;

    Broken(ImageRefusal refusal) {
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
    }

    ImageRefusal refusal() {
        return refusal;
    }
}
