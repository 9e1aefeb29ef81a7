package dev.portside.imaging;

import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ResizeOrder;
import dev.portside.imaging.scaling.Interruption;
import dev.portside.imaging.scaling.Pixels;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encoder of JPEG and PNG. */
final class Encoder {

    /** Deflate's levels from 0 to 9, as ImageIO counts: this is 6, which is what others write. */
    private static final float PNG_LEVEL = 1 - 6 / 9f;

    private Encoder() {}

    static byte[] encode(Pixels pixels, ResizeOrder order) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(
                        order.format().name().toLowerCase(Locale.ROOT))
                .next();
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(encoded)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(
                    order.format() == ImageFormat.JPEG ? order.quality() / (float) ResizeOrder.MAX_QUALITY : PNG_LEVEL);
            writer.setOutput(output);
            Interruption.abortsOn(writer);
            writer.write(null, new IIOImage(image(pixels), null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing can fail when memory is written to", e);
        } finally {
            writer.dispose();
        }
        Interruption.requireNotInterrupted();
        return encoded.toByteArray();
    }

    private static BufferedImage image(Pixels pixels) {
        return new BufferedImage(
                JpegDecoder.colourModel(pixels.channels()),
                Raster.createInterleavedRaster(
                        new DataBufferByte(pixels.bytes(), pixels.bytes().length),
                        pixels.width(),
                        pixels.height(),
                        pixels.width() * pixels.channels(),
                        pixels.channels(),
                        RowSink.offsets(pixels.channels()),
                        new Point()),
                false,
                null);
    }
}
