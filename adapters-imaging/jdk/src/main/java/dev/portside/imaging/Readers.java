package dev.portside.imaging;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.Truncated;
import dev.portside.domain.image.ImageFormat;
import dev.portside.imaging.scaling.Interruption;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Readers of ImageIO, chosen by the format in the header, so that others that are on the class path never
 * see the bytes. Streams are in memory: ImageIO's own choice would be files.
 */
final class Readers {

    private static final Map<ImageFormat, ImageReaderSpi> PROVIDERS = providers();

    private Readers() {}

    /** Use of a reader. */
    @FunctionalInterface
    interface Reading<T> {
        T read(ImageReader reader) throws IOException, Broken;
    }

    /** Readers throw whatever happens to them when a file is broken; here that is one thing. */
    static <T> T with(ImageFormat format, ByteBuffer file, Reading<T> reading) throws Broken {
        ImageReader reader = null;
        try {
            reader = provider(format).createReaderInstance();
            reader.setInput(new PictureStream(format, file), true, true);
            return reading.read(reader);
        } catch (IOException | RuntimeException e) {
            Interruption.requireNotInterrupted();
            throw new Broken(endsTooSoon(e) ? new Truncated() : new NotAnImage());
        } finally {
            if (reader != null) {
                reader.dispose();
            }
        }
    }

    private static boolean endsTooSoon(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException) {
                return true;
            }
        }
        return false;
    }

    private static ImageReaderSpi provider(ImageFormat format) {
        ImageReaderSpi provider = PROVIDERS.get(format);
        if (provider == null) {
            throw new IllegalStateException("This Java has no reader of " + format);
        }
        return provider;
    }

    private static Map<ImageFormat, ImageReaderSpi> providers() {
        Map<ImageFormat, ImageReaderSpi> providers = new EnumMap<>(ImageFormat.class);
        providers.put(ImageFormat.WEBP, new WebPImageReaderSpi());
        for (ImageFormat format : ImageFormat.values()) {
            Iterator<ImageReader> readers =
                    ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
                    providers.putIfAbsent(format, reader.getOriginatingProvider());
                }
                reader.dispose();
            }
        }
        return providers;
    }
}
