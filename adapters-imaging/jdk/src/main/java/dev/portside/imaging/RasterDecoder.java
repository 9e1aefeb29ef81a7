package dev.portside.imaging;

import dev.portside.application.image.ImageFile;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageSize;
import dev.portside.imaging.scaling.Interruption;
import dev.portside.imaging.scaling.Pixels;
import dev.portside.imaging.scaling.Scaler;
import dev.portside.imaging.scaling.Window;
import java.nio.ByteBuffer;
import javax.imageio.ImageReadParam;

/** Decodes what is decoded as a whole: PNG, GIF, WebP and BMP. */
final class RasterDecoder {

    /** Above this, pixels are left out while decoding, which costs some quality. */
    private static final long WHOLE_BYTES = 64_000_000;

    /** So many pixels at least are left for each one of the answer, on either side. */
    private static final int LEFT_FOR_SCALING = 2;

    /** Some rows have an opacity that their header does not mention. */
    private static final int MOST_CHANNELS = 4;

    private static final int FIRST_CHUNK = 12;
    private static final int LOSSY = 0x56503820; // VP8 and a space

    private RasterDecoder() {}

    /** @param scaled the size of the whole scaled image, not upright */
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
        ByteBuffer file = image.pixels(FileMemory::own);
        if (header.format() == ImageFormat.GIF) {
            return scale(onScreen(Rows.of(GifDecoder.decode(file)), image), window);
        }
        boolean opacities = header.format() == ImageFormat.WEBP && WebpAlpha.isIn(file);
        ByteBuffer colours = opacities ? WebpAlpha.withoutIt(file) : file;
        byte[] alpha = opacities ? WebpAlpha.decode(file, image.frame().size()) : new byte[0];
        return Readers.with(header.format(), colours, reader -> {
            Interruption.abortsOn(reader);
            JpegDecoder.requireSize(reader, image.frame().size());
            int step = steps(header.format()) ? step(header.stored(), bytesPerPixel(header), window.scaled()) : 1;
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            Rows decoded = Rows.of(reader.read(0, param));
            boolean smooth = header.format() == ImageFormat.WEBP
                    && colours.getInt(FIRST_CHUNK) == LOSSY
                    && showsChroma(header.stored(), window.scaled());
            Rows rows = smooth ? Rows.smooth(decoded) : decoded;
            return scale(onScreen(opacities ? Rows.withAlpha(rows, alpha) : rows, image), window);
        });
    }

    /** An image that is made half as large on both sides has a colour difference for each pixel. */
    private static boolean showsChroma(ImageSize stored, ImageSize scaled) {
        return scaled.width() > stored.width() / 2 || scaled.height() > stored.height() / 2;
    }

    /** The frame may be a part of the screen only; the rest of that is transparent. */
    private static Rows onScreen(Rows rows, ImageFile image) {
        ImageSize screen = image.header().stored();
        return image.frame().fills(screen) ? rows : Rows.onScreen(rows, image.frame(), screen);
    }

    private static Pixels scale(Rows rows, Window window) {
        Interruption.requireNotInterrupted();
        Scaler scaler = new Scaler(new ImageSize(rows.width(), rows.height()), rows.channels(), rows.alpha(), window);
        byte[] row = new byte[rows.width() * rows.channels()];
        for (int y = 0; y < rows.height(); y++) {
            rows.read(y, row);
            scaler.take(row);
        }
        return scaler.pixels();
    }
}
