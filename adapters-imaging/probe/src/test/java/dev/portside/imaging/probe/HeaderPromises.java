package dev.portside.imaging.probe;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.application.image.ImageFile;
import dev.portside.domain.image.ImageLimits;
import java.nio.ByteBuffer;

/** Promises of header probing about each file that it accepts. */
final class HeaderPromises {

    /** Huffman tables that a file leaves out, and what says how its channels are meant, or the end of a GIF. */
    private static final int MOST_INSERTED = 460;

    private HeaderPromises() {}

    /** @param length of what was read */
    static void assertKept(ImageFile file, int length) {
        assertTrue(file.header().stored().longerSide() <= ImageLimits.DEFAULT.side());
        assertTrue(file.header().stored().pixels() <= ImageLimits.DEFAULT.pixels());
        assertTrue(file.header().passes() <= ImageLimits.DEFAULT.passes());
        assertTrue(file.pixels(ByteBuffer::allocate).remaining() <= length + MOST_INSERTED);
        assertNotNull(file.profile());
    }
}
