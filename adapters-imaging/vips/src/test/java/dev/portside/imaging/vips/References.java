package dev.portside.imaging.vips;

import dev.portside.testkit.image.TestImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Reference images, made of the {@link ColourCases} by the command {@code vips thumbnail} in {@code references.sh}. */
final class References {

    /** Each image was made to fit this, on both sides. */
    static final int SIDE = 64;

    private References() {}

    /** Of a case, without what a shell would stumble over. */
    static String fileName(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    static BufferedImage of(String name) {
        String file = "references/" + fileName(name) + ".png";
        try (InputStream png = References.class.getResourceAsStream(file)) {
            if (png == null) {
                throw new AssertionError("There is no " + file + "; run references.sh, which lies beside this class");
            }
            return TestImages.decode(png.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
