package dev.portside.imaging;

import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ImageRefusal;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.Truncated;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageSize;
import dev.portside.imaging.jpeg.BaselineJpeg;
import dev.portside.imaging.scaling.Interruption;
import dev.portside.imaging.scaling.Pixels;
import dev.portside.imaging.scaling.Scaler;
import dev.portside.imaging.scaling.Window;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/** Decodes a JPEG, and scales each row at once. */
final class JpegDecoder {

    private static final int CMYK_CHANNELS = 4;

    /** Progressive ones are kept as coefficients of two bytes until the last scan has come. */
    private static final int COEFFICIENT_BYTES = 2;

    private JpegDecoder() {}

    /** @param scaled the size of the whole scaled image, not upright */
    static long memory(ImageHeader header, ImageSize scaled) {
        ImageSize stored = header.stored();
        int channels = header.channels();
        long coefficients = header.passes() > 1 ? stored.pixels() * channels * COEFFICIENT_BYTES : 0;
        if (channels == CMYK_CHANNELS) {
            return coefficients + RasterDecoder.memory(header, scaled);
        }
        // The pass before is still there when the next one begins.
        long passes = 2 * Scaler.memory(stored, channels, scaled);
        return coefficients
                + Math.max(BaselineJpeg.memory(stored, channels, scaled), passes)
                + scaled.pixels() * channels;
    }

    static Pixels decode(ImageFile image, Window window) throws Broken {
        ImageSize size = image.header().stored();
        int channels = image.header().channels();
        ByteBuffer file = image.pixels(FileMemory::own);
        if (channels == CMYK_CHANNELS) {
            return Readers.with(ImageFormat.JPEG, file, reader -> inks(reader, file, size, window));
        }
        Optional<Pixels> decoded =
                image.header().passes() == 1 ? BaselineJpeg.decode(file, size, window) : Optional.empty();
        return decoded.isPresent() ? decoded.get() : rows(file, size, channels, window);
    }

    /** By ImageIO, in full size; each row goes on at once. */
    static Pixels rows(ByteBuffer file, ImageSize size, int channels, Window window) throws Broken {
        // A progressive image comes once for each of its scans, and only the last time is it clear.
        AtomicReference<Scaler> pass = new AtomicReference<>(new Scaler(size, channels, false, window));
        AtomicReference<ImageRefusal> warning = new AtomicReference<>(new NotAnImage());
        Readers.with(ImageFormat.JPEG, file, reader -> {
            requireSize(reader, size);
            watch(reader, warning);
            RowSink sink = new RowSink(size.width(), size.height(), channels, () -> {
                pass.set(new Scaler(size, channels, false, window));
                return pass.get()::take;
            });
            ImageReadParam into = reader.getDefaultReadParam();
            into.setDestination(new BufferedImage(colourModel(channels), sink, false, null));
            return reader.read(0, into);
        });
        Interruption.requireNotInterrupted();
        if (!pass.get().complete() || warning.get() instanceof Truncated) {
            throw new Broken(warning.get());
        }
        return pass.get().pixels();
    }

    static ComponentColorModel colourModel(int channels) {
        int space = channels <= 2 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
        boolean alpha = channels % 2 == 0;
        return new ComponentColorModel(
                ColorSpace.getInstance(space),
                alpha,
                false,
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                DataBuffer.TYPE_BYTE);
    }

    static void requireSize(ImageReader reader, ImageSize size) throws IOException, Broken {
        if (reader.getWidth(0) != size.width() || reader.getHeight(0) != size.height()) {
            throw new Broken(new NotAnImage());
        }
    }

    private static void watch(ImageReader reader, AtomicReference<ImageRefusal> warning) {
        Interruption.abortsOn(reader);
        reader.addIIOReadWarningListener((source, text) -> {
            // The file goes on, but the image does not: the reader would make up the rest.
            if (text.toLowerCase(Locale.ROOT).contains("premature end")) {
                warning.set(new Truncated());
                source.abort();
            }
        });
    }

    private static Pixels inks(ImageReader reader, ByteBuffer file, ImageSize size, Window window)
            throws IOException, Broken {
        requireSize(reader, size);
        Interruption.abortsOn(reader);
        int step = RasterDecoder.step(size, CMYK_CHANNELS, window.scaled());
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceSubsampling(step, step, 0, 0);
        Raster raster = reader.readRaster(0, param);
        Interruption.requireNotInterrupted();
        Inks inks = Inks.of(file);
        Scaler scaler = new Scaler(new ImageSize(raster.getWidth(), raster.getHeight()), CMYK_CHANNELS, false, window);
        byte[] row = new byte[raster.getWidth() * CMYK_CHANNELS];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getDataElements(0, y, raster.getWidth(), 1, row);
            inks.normalise(row);
            scaler.take(row);
        }
        return scaler.pixels();
    }
}
