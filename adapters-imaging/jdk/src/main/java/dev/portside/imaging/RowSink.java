package dev.portside.imaging;

import java.awt.Point;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.function.Consumer;

/**
 * Looks to the JPEG reader like the picture to decode into, and has no pixels: each row goes on as soon as it is there. A
 * picture of 12 megapixels takes a few kilobytes here and 36 megabytes otherwise.
 */
final class RowSink extends WritableRaster {

    private final byte[] row;
    private final Consumer<byte[]> rows;

    RowSink(int width, int height, int channels, Consumer<byte[]> rows) {
        super(
                new PixelInterleavedSampleModel(
                        DataBuffer.TYPE_BYTE, width, height, channels, width * channels, offsets(channels)),
                new DataBufferByte(1),
                new Point());
        this.row = new byte[width * channels];
        this.rows = rows;
    }

    static int[] offsets(int channels) {
        int[] offsets = new int[channels];
        for (int i = 0; i < channels; i++) {
            offsets[i] = i;
        }
        return offsets;
    }

    /** The reader calls this once for each row, from top to bottom. */
    @Override
    public void setRect(int dx, int dy, Raster source) {
        source.getDataElements(source.getMinX(), source.getMinY(), source.getWidth(), 1, row);
        rows.accept(row);
    }

    @Override
    public WritableRaster createWritableChild(
            int parentX, int parentY, int width, int height, int childMinX, int childMinY, int[] bands) {
        return this;
    }
}
