package dev.portside.imaging.vips;

import dev.portside.domain.image.ImageFormat;
import dev.portside.testkit.image.TestImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Program that writes the inputs of the command {@code vips} in {@code references.sh}. */
final class WriteReferenceInputs {

    private WriteReferenceInputs() {}

    /**
     * Writes into two folders.
     *
     * @param arguments the folder for the sources of the WebP samples, and the one for the colour cases
     */
    public static void main(String[] arguments) throws IOException {
        Path samples = Files.createDirectories(Path.of(arguments[0]));
        BufferedImage opaque = TestImages.corners(200, 150, BufferedImage.TYPE_INT_RGB);
        Files.write(samples.resolve("opaque.png"), TestImages.encode(opaque, ImageFormat.PNG));
        Files.write(samples.resolve("fading.png"), TestImages.encode(TestImages.fading(200, 150), ImageFormat.PNG));
        Path cases = Files.createDirectories(Path.of(arguments[1]));
        for (Map.Entry<String, byte[]> one : ColourCases.all().entrySet()) {
            Files.write(cases.resolve(References.fileName(one.getKey())), one.getValue());
        }
    }
}
