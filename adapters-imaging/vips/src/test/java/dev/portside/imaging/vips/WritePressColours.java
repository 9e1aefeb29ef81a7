package dev.portside.imaging.vips;

import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ResizeResult.Resized;
import dev.portside.domain.image.Fit;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.imaging.probe.HeaderProbe;
import dev.portside.testkit.image.TestImages;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Program that writes the colours that libvips makes of nine amounts of each ink, for the engine of the JDK. */
final class WritePressColours {

    private static final int AMOUNTS = 9;

    /** Blocks of a JPEG are half as large, so what lies between two colours does not reach the middle of one. */
    private static final int PATCH = 16;

    /** So many colours on either side. */
    private static final int SIDE = AMOUNTS * AMOUNTS;

    private WritePressColours() {}

    /**
     * Writes the table.
     *
     * @param arguments the file to write
     */
    public static void main(String[] arguments) throws IOException {
        VipsEngine vips = new VipsEngine(VipsLoading.LOADED.orThrow());
        ResizeOrder whole = ResizeOrder.of(SIDE * PATCH, SIDE * PATCH, Fit.INSIDE, ImageFormat.PNG);
        if (!(new HeaderProbe().probe(patches(), ImageLimits.DEFAULT) instanceof ImageFile file)
                || !(vips.resize(file, whole.place(file.header().size()), whole) instanceof Resized resized)) {
            throw new IllegalStateException("libvips cannot read the patches");
        }
        BufferedImage colours = TestImages.decode(resized.bytes());
        ByteBuffer written = ByteBuffer.allocate(SIDE * SIDE * 3);
        for (int i = 0; i < SIDE * SIDE; i++) {
            int x = i % SIDE * PATCH + PATCH / 2;
            int y = i / SIDE * PATCH + PATCH / 2;
            for (int sample : colours.getRaster().getPixel(x, y, (int[]) null)) {
                written.put((byte) sample);
            }
        }
        Files.write(Path.of(arguments[0]), written.array());
    }

    private static byte[] patches() throws IOException {
        WritableRaster raster =
                Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, SIDE * PATCH, SIDE * PATCH, 4, new Point());
        for (int y = 0; y < SIDE * PATCH; y++) {
            for (int x = 0; x < SIDE * PATCH; x++) {
                int colour = y / PATCH * SIDE + x / PATCH;
                int[] inks = new int[4];
                for (int ink = 3; ink >= 0; ink--) {
                    // Adobe writes how much is left.
                    inks[ink] = 255 - Math.round(colour % AMOUNTS * 255f / (AMOUNTS - 1));
                    colour /= AMOUNTS;
                }
                raster.setPixel(x, y, inks);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(file)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(1);
            writer.setOutput(output);
            writer.write(null, new IIOImage(raster, null, null), param);
        } finally {
            writer.dispose();
        }
        byte[] adobe = "\u00FF\u00EE\0\16Adobe\0\144\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        return TestImages.insert(file.toByteArray(), 2, adobe);
    }
}
