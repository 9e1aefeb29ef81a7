package dev.portside.imaging;

import java.awt.Point;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Image for the JPEG reader to decode into that has no pixels: each row goes on as soon as it is there. A
 * image of 12 megapixels takes a few kilobytes here and 36 megabytes otherwise.
 */
final class RowSink extends WritableRaster {

    private final byte[] row;
    private final Supplier<Consumer<byte[]>> passes;
    private Consumer<byte[]> rows;

    /** @param passes asked each time that the reader begins with the first row, for what takes the rows from there */
    RowSink(int width, int height, int channels, Supplier<Consumer<byte[]>> passes) {
        super(
                new PixelInterleavedSampleModel(
                        DataBuffer.TYPE_BYTE, width, height, channels, width * channels, offsets(channels)),
                new DataBufferByte(1),
                new Point());
        this.row = new byte[width * channels];
        this.passes = passes;
        this.rows = ignored -> {};
    }

    static int[] offsets(int channels) {
        int[] offsets = new int[channels];
        for (int i = 0; i < channels; i++) {
            offsets[i] = i;
        }
        return offsets;
    }

    /** The reader calls this once for each row, from top to bottom, in each pass. */
    @Override
    public void setRect(int dx, int dy, Raster source) {
        if (dy == 0) {
            rows = passes.get();
        }
        source.getDataElements(source.getMinX(), source.getMinY(), source.getWidth(), 1, row);
        rows.accept(row);
    }

    @Override
    public WritableRaster createWritableChild(
            int parentX, int parentY, int width, int height, int childMinX, int childMinY, int[] bands) {
        return this;
    }
}
