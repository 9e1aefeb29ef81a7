package dev.portside.application.image;

import dev.portside.application.image.ImageRefusal.NotAnImage;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageLimits;
import dev.portside.domain.image.ImageSize;
import dev.portside.domain.image.Orientation;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntFunction;

/** Probe of the bitmaps that {@link HeldResizer} makes. */
final class BitmapProbe implements ImageProbe {

    @Override
    public Result probe(ByteBuffer image, ImageLimits limits) {
        return format(image).isPresent() ? new Bitmap(image.slice()) : new NotAnImage();
    }

    @Override
    public Optional<ImageFormat> format(ByteBuffer image) {
        int at = image.position();
        boolean isBitmap = image.remaining() > 1 && image.get(at) == 'B' && image.get(at + 1) == 'M';
        return isBitmap ? Optional.of(ImageFormat.BMP) : Optional.empty();
    }

    private record Bitmap(ByteBuffer file) implements ImageFile {

        private static final ImageSize SIZE = new ImageSize(1, 1);

        @Override
        public ImageHeader header() {
            return new ImageHeader(ImageFormat.BMP, SIZE, Orientation.UPRIGHT, 3, false, 8, 1);
        }

        @Override
        public Frame frame() {
            return new Frame(0, 0, SIZE);
        }

        @Override
        public ByteBuffer pixels(IntFunction<ByteBuffer> memory) {
            return file.slice();
        }

        @Override
        public Optional<byte[]> profile() {
            return Optional.empty();
        }
    }
}
