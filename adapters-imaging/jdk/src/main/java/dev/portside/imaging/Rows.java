package dev.portside.imaging;

import dev.portside.application.image.ImageFile;
import dev.portside.domain.image.ImageSize;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * The rows of a decoded image as bytes. Samples are taken as they are stored, without the colour space that ImageIO
 * supposes: what it takes for linear grey, for one, is not.
 */
abstract sealed class Rows {

    private final int channels;
    private final boolean alpha;

    private final int width;
    private final int height;

    private Rows(int width, int height, int channels, boolean alpha) {
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.alpha = alpha;
    }

    static Rows of(BufferedImage image) {
        ColorModel model = image.getColorModel();
        if (model instanceof IndexColorModel palette) {
            return new Palette(image.getRaster(), palette);
        }
        if (!(model instanceof ComponentColorModel)) {
            return new Packed(image);
        }
        boolean plain = image.getRaster().getDataBuffer() instanceof DataBufferByte
                && image.getSampleModel() instanceof PixelInterleavedSampleModel
                && image.getRaster().getParent() == null;
        return plain
                ? new Plain(image.getRaster(), model.hasAlpha())
                : new Samples(image.getRaster(), model.hasAlpha(), model.getComponentSize(0) - 8);
    }

    /** The frame, and around it what is transparent. */
    static Rows onScreen(Rows frame, ImageFile.Frame place, ImageSize screen) {
        return new OnScreen(frame, place, screen);
    }

    /** Rows of red, green and blue of a lossy WebP, with smooth colour differences. */
    static Rows smooth(Rows decoded) {
        return new Smooth(decoded);
    }

    /** Rows of colours, and an opacity for each pixel. */
    static Rows withAlpha(Rows colours, byte[] alpha) {
        return new WithAlpha(colours, alpha);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int channels() {
        return channels;
    }

    boolean alpha() {
        return alpha;
    }

    abstract void read(int y, byte[] row);

    /** A colour for each number. */
    private static final class Palette extends Rows {

        private final Raster raster;
        private final byte[] colours;
        private final int[] numbers;

        Palette(Raster raster, IndexColorModel palette) {
            super(raster.getWidth(), raster.getHeight(), palette.hasAlpha() ? 4 : 3, palette.hasAlpha());
            this.raster = raster;
            this.numbers = new int[raster.getWidth()];
            this.colours = new byte[palette.getMapSize() * channels()];
            for (int i = 0; i < palette.getMapSize(); i++) {
                colours[i * channels()] = (byte) palette.getRed(i);
                colours[i * channels() + 1] = (byte) palette.getGreen(i);
                colours[i * channels() + 2] = (byte) palette.getBlue(i);
                if (alpha()) {
                    colours[i * channels() + 3] = (byte) palette.getAlpha(i);
                }
            }
        }

        @Override
        void read(int y, byte[] row) {
            raster.getPixels(0, y, numbers.length, 1, numbers);
            for (int x = 0; x < numbers.length; x++) {
                System.arraycopy(colours, numbers[x] * channels(), row, x * channels(), channels());
            }
        }
    }

    /** Colours in one number per pixel, which BMP has; ImageIO knows where each is. */
    private static final class Packed extends Rows {

        private final BufferedImage image;
        private final int[] colours;

        Packed(BufferedImage image) {
            super(image.getWidth(), image.getHeight(), 4, true);
            this.image = image;
            this.colours = new int[image.getWidth()];
        }

        @Override
        void read(int y, byte[] row) {
            image.getRGB(0, y, colours.length, 1, colours, 0, colours.length);
            for (int x = 0; x < colours.length; x++) {
                row[x * 4] = (byte) (colours[x] >> 16);
                row[x * 4 + 1] = (byte) (colours[x] >> 8);
                row[x * 4 + 2] = (byte) colours[x];
                row[x * 4 + 3] = (byte) (colours[x] >> 24);
            }
        }
    }

    /** Bytes, perhaps in another order. */
    private static final class Plain extends Rows {

        private final byte[] bytes;
        private final int stride;
        private final int[] offsets;

        Plain(Raster raster, boolean alpha) {
            super(raster.getWidth(), raster.getHeight(), raster.getNumBands(), alpha);
            PixelInterleavedSampleModel model = (PixelInterleavedSampleModel) raster.getSampleModel();
            this.bytes = ((DataBufferByte) raster.getDataBuffer()).getData();
            this.stride = model.getScanlineStride();
            this.offsets = model.getBandOffsets();
        }

        @Override
        void read(int y, byte[] row) {
            for (int c = 0; c < channels(); c++) {
                int from = y * stride + offsets[c];
                for (int x = 0, to = c; x < width(); x++, to += channels(), from += channels()) {
                    row[to] = bytes[from];
                }
            }
        }
    }

    /** Anything else, and samples of 16 bits, of which the upper eight are seen. */
    private static final class Samples extends Rows {

        private final Raster raster;
        private final int shift;
        private final int[] samples;

        Samples(Raster raster, boolean alpha, int shift) {
            super(raster.getWidth(), raster.getHeight(), raster.getNumBands(), alpha);
            this.raster = raster;
            this.shift = shift;
            this.samples = new int[raster.getWidth() * channels()];
        }

        @Override
        void read(int y, byte[] row) {
            raster.getPixels(0, y, raster.getWidth(), 1, samples);
            for (int i = 0; i < samples.length; i++) {
                row[i] = (byte) (samples[i] >> shift);
            }
        }
    }

    /** A frame that is smaller than its screen. */
    private static final class OnScreen extends Rows {

        private final Rows frame;
        private final ImageFile.Frame place;
        private final byte[] frameRow;

        OnScreen(Rows frame, ImageFile.Frame place, ImageSize screen) {
            super(screen.width(), screen.height(), frame.alpha() ? frame.channels() : frame.channels() + 1, true);
            this.frame = frame;
            this.place = place;
            this.frameRow = new byte[frame.width() * frame.channels()];
        }

        @Override
        void read(int y, byte[] row) {
            Arrays.fill(row, (byte) 0);
            int frameY = y - place.top();
            if (frameY < 0 || frameY >= frame.height()) {
                return;
            }
            frame.read(frameY, frameRow);
            int to = place.left() * channels();
            for (int x = 0, from = 0; x < frame.width(); x++, from += frame.channels(), to += channels()) {
                System.arraycopy(frameRow, from, row, to, frame.channels());
                if (!frame.alpha()) {
                    row[to + frame.channels()] = (byte) 255;
                }
            }
        }
    }

    /** Opacities that are kept apart. */
    private static final class WithAlpha extends Rows {

        private final Rows colours;
        private final byte[] alpha;
        private final byte[] coloursRow;

        WithAlpha(Rows colours, byte[] alpha) {
            super(colours.width(), colours.height(), 4, true);
            this.colours = colours;
            this.alpha = alpha;
            this.coloursRow = new byte[colours.width() * colours.channels()];
        }

        @Override
        void read(int y, byte[] row) {
            colours.read(y, coloursRow);
            for (int x = 0, i = y * width(), from = 0, to = 0; x < width(); x++, i++, from += colours.channels()) {
                row[to++] = coloursRow[from];
                row[to++] = coloursRow[from + 1];
                row[to++] = coloursRow[from + 2];
                row[to++] = alpha[i];
            }
        }
    }

    /** Rows as libwebp shows them. */
    private static final class Smooth extends Rows {

        private final SmoothChroma chroma;

        Smooth(Rows decoded) {
            super(decoded.width(), decoded.height(), decoded.channels(), false);
            this.chroma = new SmoothChroma(decoded);
        }

        @Override
        void read(int y, byte[] row) {
            chroma.read(y, row);
        }
    }
}
