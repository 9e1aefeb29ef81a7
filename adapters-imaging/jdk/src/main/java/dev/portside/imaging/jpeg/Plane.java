package dev.portside.imaging.jpeg;

import dev.portside.domain.image.ImageSize;
import dev.portside.imaging.jpeg.BaselineHeader.Component;
import dev.portside.imaging.scaling.Resampler;
import dev.portside.imaging.scaling.Weights;
import dev.portside.imaging.scaling.Window;

/** One channel of a JPEG on its way from coefficients to samples of the size that is wanted. */
final class Plane {

    private static final int BLOCK = InverseTransform.BLOCK;
    private static final int MIDDLE = 128;

    private final Component component;
    private final InverseTransform transform;
    private final int size;
    private final int[] places;
    private final float[] factors;
    private final float shift;
    private final int stride;
    private final int height;
    private final float[] strip;
    private final Resampler resampler;
    private final byte[] samples;
    private final int width;
    private int last;
    private int taken;

    /**
     * Begins one.
     *
     * @param size of a block when it is decoded
     * @param mcus how many MCUs of the scan lie beside each other
     */
    Plane(BaselineHeader header, Component component, int size, int mcus, Window window) {
        this.component = component;
        this.size = size;
        this.transform = new InverseTransform(size);
        this.places = transform.places();
        this.factors = transform.factors(component.quantisation());
        this.shift = MIDDLE * BLOCK * factors[0] / component.quantisation()[0];
        this.stride = mcus * component.across() * size;
        this.strip = new float[stride * component.down() * size];
        double wide = extent(header.size().width(), component.across(), header.mostAcross(), size);
        double high = extent(header.size().height(), component.down(), header.mostDown(), size);
        ImageSize given = new ImageSize((int) Math.ceil(wide), (int) Math.ceil(high));
        this.height = given.height();
        this.width = window.width();
        this.samples = new byte[Math.multiplyExact(window.width(), window.height())];
        this.resampler = new Resampler(
                given.width(),
                1,
                Weights.of(wide, given.width(), window.scaled().width(), window.x(), window.width()),
                Weights.of(high, given.height(), window.scaled().height(), window.y(), window.height()),
                this::write);
    }

    /** How many bytes the rows take that such a plane keeps: those of a row of MCUs, and those that the scaler needs. */
    static long rowsMemory(BaselineHeader header, Component component, int size, int mcus, Window window) {
        double wide = extent(header.size().width(), component.across(), header.mostAcross(), size);
        double high = extent(header.size().height(), component.down(), header.mostDown(), size);
        int rows = Weights.longest(high, (int) Math.ceil(high), window.scaled().height());
        long strip = (long) mcus * component.across() * size * component.down() * size;
        return strip * Float.BYTES + Resampler.memory((long) Math.ceil(wide), window.width(), rows);
    }

    /** How many samples a side has, where the last may stand for less than the others. */
    private static double extent(int side, int sampling, int most, int size) {
        return (double) side * sampling * size / (most * BLOCK);
    }

    /** Decodes the blocks that this channel has in an MCU. */
    void mcu(Scan scan, int number) throws Unusual {
        for (int y = 0; y < component.down(); y++) {
            for (int x = 0; x < component.across(); x++) {
                last += scan.difference(component.dc());
                boolean flat = !scan.block(component.ac(), places, factors, transform.block());
                transform.block()[0] = last * factors[0] + shift;
                int at = y * size * stride + (number * component.across() + x) * size;
                if (flat) {
                    transform.writeFlat(strip, at, stride);
                } else {
                    transform.write(strip, at, stride);
                }
            }
        }
    }

    /** Behind a restart, the DC coefficient is written in full. */
    void restart() {
        last = 0;
    }

    /** Scales what a row of MCUs has made. */
    void scaleStrip() {
        for (int y = 0; y < component.down() * size && taken < height; y++) {
            resampler.take(strip, y * stride);
            taken++;
        }
    }

    private void write(int y, float[] row) {
        int at = y * width;
        for (int x = 0; x < width; x++) {
            int sample = (int) (row[x] + 0.5f);
            samples[at + x] = (byte) Math.min(Math.max(sample, 0), 255);
        }
    }

    byte[] samples() {
        return samples;
    }
}
