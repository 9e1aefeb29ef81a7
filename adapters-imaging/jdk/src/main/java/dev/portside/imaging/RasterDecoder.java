package dev.portside.imaging;

import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageSize;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/** Decodes what ImageIO decodes as a whole: PNG, GIF, WebP and BMP. */
final class RasterDecoder {

    /** Above this, pixels are left out while decoding, which costs some quality. */
    private static final long WHOLE_BYTES = 64_000_000;

    /** So many pixels at least are left for each one of the answer, on either side. */
    private static final int LEFT_FOR_SCALING = 2;

    /** Some rows come with an opacity that their header does not tell of. */
    private static final int MOST_CHANNELS = 4;

    private RasterDecoder() {}

    /** @param scaled the size of the whole scaled picture, not upright */
    static long memory(ImageHeader header, ImageSize scaled) {
        int bytesPerPixel = bytesPerPixel(header);
        ImageSize stored = header.stored();
        int step = steps(header.format()) ? step(stored, bytesPerPixel, scaled) : 1;
        ImageSize left = new ImageSize(Math.ceilDiv(stored.width(), step), Math.ceilDiv(stored.height(), step));
        long decoded = left.pixels() * bytesPerPixel;
        return Scaler.memory(left, MOST_CHANNELS, scaled)
                // Its decoder works on planes of its own.
                + (header.format() == ImageFormat.WEBP ? 3 * decoded : decoded);
    }

    private static int bytesPerPixel(ImageHeader header) {
        return header.channels() * header.bits() / 8;
    }

    /** The reader of WebP decodes all before it leaves something out. */
    private static boolean steps(ImageFormat format) {
        return format != ImageFormat.WEBP;
    }

    /** Of so many pixels, on either side, one is decoded. */
    static int step(ImageSize size, int bytesPerPixel, ImageSize scaled) {
        if (size.pixels() * bytesPerPixel <= WHOLE_BYTES) {
            return 1;
        }
        int most = Math.min(size.width() / scaled.width(), size.height() / scaled.height());
        return Math.max(1, most / LEFT_FOR_SCALING);
    }

    static Pixels decode(ImageFile image, Window window) throws Broken {
        ImageHeader header = image.header();
        return Readers.with(header.format(), image.pixels(FileMemory::own), reader -> {
            Interruption.abortsOn(reader);
            if (header.format() == ImageFormat.GIF) {
                return scale(gif(reader, header), window);
            }
            JpegDecoder.requireSize(reader, header.stored());
            int step = steps(header.format()) ? step(header.stored(), bytesPerPixel(header), window.scaled()) : 1;
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            return scale(reader.read(0, param), window);
        });
    }

    /** The frame may be a part of the screen only; the rest of that is transparent. */
    private static BufferedImage gif(ImageReader reader, ImageHeader header) throws IOException, Broken {
        BufferedImage frame = reader.read(0);
        ImageSize screen = header.stored();
        if (frame.getWidth() == screen.width() && frame.getHeight() == screen.height()) {
            return frame;
        }
        int[] place = GifPlace.of(reader);
        if (!(frame.getColorModel() instanceof IndexColorModel colours)
                || place[0] + frame.getWidth() > screen.width()
                || place[1] + frame.getHeight() > screen.height()) {
            throw new Broken(new NotAnImage());
        }
        BufferedImage whole = new BufferedImage(screen.width(), screen.height(), BufferedImage.TYPE_4BYTE_ABGR);
        for (int y = 0; y < frame.getHeight(); y++) {
            for (int x = 0; x < frame.getWidth(); x++) {
                int index = frame.getRaster().getSample(x, y, 0);
                whole.setRGB(place[0] + x, place[1] + y, colours.getRGB(index));
            }
        }
        return whole;
    }

    private static Pixels scale(BufferedImage decoded, Window window) {
        JdkEngine.requireNotInterrupted();
        Rows rows = Rows.of(decoded);
        Scaler scaler = new Scaler(
                new ImageSize(decoded.getWidth(), decoded.getHeight()), rows.channels(), rows.alpha(), window);
        byte[] row = new byte[decoded.getWidth() * rows.channels()];
        for (int y = 0; y < decoded.getHeight(); y++) {
            rows.read(y, row);
            scaler.take(row);
        }
        return scaler.pixels();
    }
}
