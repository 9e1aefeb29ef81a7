package dev.portside.imaging;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * The rows of a decoded picture as bytes. Samples are taken as they are stored, without the colour space that ImageIO
 * supposes: what it takes for linear grey, for one, is not.
 */
abstract sealed class Rows {

    private final int channels;
    private final boolean alpha;

    private Rows(int channels, boolean alpha) {
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
            super(palette.hasAlpha() ? 4 : 3, palette.hasAlpha());
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
            super(4, true);
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
        private final int width;

        Plain(Raster raster, boolean alpha) {
            super(raster.getNumBands(), alpha);
            PixelInterleavedSampleModel model = (PixelInterleavedSampleModel) raster.getSampleModel();
            this.bytes = ((DataBufferByte) raster.getDataBuffer()).getData();
            this.stride = model.getScanlineStride();
            this.offsets = model.getBandOffsets();
            this.width = raster.getWidth();
        }

        @Override
        void read(int y, byte[] row) {
            for (int c = 0; c < channels(); c++) {
                int from = y * stride + offsets[c];
                for (int x = 0, to = c; x < width; x++, to += channels(), from += channels()) {
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
            super(raster.getNumBands(), alpha);
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
}
