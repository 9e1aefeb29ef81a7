package dev.portside.imaging.vips;

import dev.portside.application.image.ImageRefusal;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.Truncated;
import java.io.Serial;
import java.util.Locale;
import java.util.stream.Stream;

/** libvips could not do something with a picture, and says why in words only. */
final class VipsException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    VipsException(String message) {
        super(message, null, false, false);
    }

    ImageRefusal refusal() {
        String words = String.valueOf(getMessage()).toLowerCase(Locale.ROOT);
        boolean endsTooSoon = Stream.of("premature end", "truncated", "end of file", "end-of-file", "not enough data")
                .anyMatch(words::contains);
        return endsTooSoon ? new Truncated() : new NotAnImage();
    }
}
