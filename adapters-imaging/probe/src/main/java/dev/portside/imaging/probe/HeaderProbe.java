package dev.portside.imaging.probe;

import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ImageProbe;
import dev.portside.application.image.ImageRefusal;
import dev.portside.application.image.ImageRefusal.Measure;
import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.application.image.ImageRefusal.TooLarge;
import dev.portside.application.image.ImageRefusal.UnknownType;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageLimits;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Probe of JPEG, PNG, GIF, WebP and BMP headers: reads as far as is needed to know the cost of decoding. It reads the bytes once,
 * and detects a file that ends too soon.
 */
public final class HeaderProbe implements ImageProbe {

    /** First bytes of files that are images, or hold some, and are not read here; see also {@link #isIsoMedia}. */
    private static final List<String> OTHERS = List.of(
            "II*\0", // TIFF
            "MM\0*",
            "8BPS", // Photoshop
            "\0\0\1\0", // Windows icon
            "\0\0\0\14jP  ", // JPEG 2000
            "\0\0\0\14JXL ", // JPEG XL
            "\u00FF\n",
            "<svg",
            "<?xml",
            "%PDF",
            "qoif");

    /** Enough to recognise each format that is read here. */
    private static final int FIRST_BYTES = 16;

    /** Creates a probe. */
    public HeaderProbe() {}

    @Override
    public Result probe(ByteBuffer image, ImageLimits limits) {
        if (image.remaining() > limits.bytes()) {
            return new TooLarge(Measure.BYTES, limits.bytes());
        }
        try {
            ImageFile file = read(Bytes.of(image), limits);
            ImageHeader header = file.header();
            if (header.stored().longerSide() > limits.side()) {
                return new TooLarge(Measure.SIDE, limits.side());
            }
            if (header.stored().pixels() > limits.pixels()) {
                return new TooLarge(Measure.PIXELS, limits.pixels());
            }
            if (header.passes() > limits.passes()) {
                return new TooLarge(Measure.PASSES, limits.passes());
            }
            return file;
        } catch (HeaderRefused refused) {
            return refused.refusal();
        }
    }

    @Override
    public Optional<ImageFormat> format(ByteBuffer image) {
        // All that is read of a buffer without an array is copied.
        return format(Bytes.of(image.slice(image.position(), Math.min(FIRST_BYTES, image.remaining()))));
    }

    private static ImageFile read(Bytes bytes, ImageLimits limits) {
        ImageFormat format = format(bytes).orElseThrow(() -> new HeaderRefused(unreadable(bytes)));
        return switch (format) {
            case JPEG -> new JpegHeader(bytes, limits).read();
            case PNG -> new PngHeader(bytes, limits).read();
            case GIF -> GifHeader.read(bytes, limits);
            case WEBP -> new WebpHeader(bytes, limits).read();
            case BMP -> BmpHeader.read(bytes);
        };
    }

    private static Optional<ImageFormat> format(Bytes bytes) {
        if (bytes.has(0, "\u00FF\u00D8\u00FF")) {
            return Optional.of(ImageFormat.JPEG);
        }
        if (bytes.has(0, PngHeader.SIGNATURE)) {
            return Optional.of(ImageFormat.PNG);
        }
        if (bytes.has(0, "GIF87a") || bytes.has(0, "GIF89a")) {
            return Optional.of(ImageFormat.GIF);
        }
        if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) {
            return Optional.of(ImageFormat.WEBP);
        }
        return bytes.has(0, "BM") ? Optional.of(ImageFormat.BMP) : Optional.empty();
    }

    private static ImageRefusal unreadable(Bytes bytes) {
        boolean isOther = isIsoMedia(bytes) || OTHERS.stream().anyMatch(begin -> bytes.has(0, begin));
        return isOther ? new UnknownType() : new NotAnImage();
    }

    /** HEIF and AVIF, and videos. */
    private static boolean isIsoMedia(Bytes bytes) {
        return bytes.has(4, "ftyp");
    }
}
