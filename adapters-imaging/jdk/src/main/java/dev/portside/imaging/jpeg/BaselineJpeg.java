package dev.portside.imaging.jpeg;

import dev.portside.domain.image.ImageSize;
import dev.portside.imaging.jpeg.BaselineHeader.Component;
import dev.portside.imaging.scaling.Interruption;
import dev.portside.imaging.scaling.Pixels;
import dev.portside.imaging.scaling.Weights;
import dev.portside.imaging.scaling.Window;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decodes the kind of JPEG that nearly all are at an eighth, a quarter or a half of its size when that is enough: an image
 * that becomes a third as wide and as high needs a quarter of the samples made. ImageIO can only make all of them. What is
 * unusual or broken is left to ImageIO.
 */
public final class BaselineJpeg {

    private static final int BLOCK = InverseTransform.BLOCK;

    /**
     * So many rows of floats, as wide as the image, are kept at most: some forty are when both sides shrink by the same, down
     * to a few hundredths. Where one shrinks far more than the other, it could be all that there are.
     */
    private static final int ROWS = 64;

    /** Narrower images may have as much as those: blocks are whole. */
    private static final int LEAST_WIDTH = 256;

    private BaselineJpeg() {}

    /** The most bytes that are taken, what is made not among them. */
    public static long memory(ImageSize stored, int channels, ImageSize scaled) {
        // Which channel is shrunk by how much is not known yet, and the less it is, the more weights there are.
        return rowsMemory(stored, scaled, channels)
                + channels
                        * (Weights.memory(stored.width(), stored.width(), scaled.width())
                                + Weights.memory(stored.height(), stored.height(), scaled.height()));
    }

    private static long rowsMemory(ImageSize stored, ImageSize scaled, int channels) {
        int width = Math.max(Math.max(stored.width(), scaled.width()), LEAST_WIDTH);
        return (long) width * channels * Float.BYTES * ROWS;
    }

    /**
     * Decodes and scales.
     *
     * @return empty when it is an image for ImageIO
     */
    public static Optional<Pixels> decode(ByteBuffer file, ImageSize size, Window window) {
        try {
            BaselineHeader header = new BaselineHeader(file);
            if (!header.size().equals(size)) {
                return Optional.empty();
            }
            List<byte[]> planes = decode(file, header, window);
            return Optional.of(
                    planes.size() == 1
                            ? new Pixels(planes.getFirst(), window.width(), window.height(), 1, false)
                            : Luminance.toColours(planes, window.width(), window.height()));
        } catch (Unusual e) {
            return Optional.empty();
        }
    }

    private static List<byte[]> decode(ByteBuffer file, BaselineHeader header, Window window) throws Unusual {
        ImageSize size = header.size();
        int mcusAcross = Math.ceilDiv(size.width(), BLOCK * header.mostAcross());
        int mcusDown = Math.ceilDiv(size.height(), BLOCK * header.mostDown());
        List<Component> components = header.components();
        int[] blocks = components.stream()
                .mapToInt(component -> block(header, component, BLOCK / shrink(size, window.scaled())))
                .toArray();
        long rowsMemory = 0;
        for (int i = 0; i < blocks.length; i++) {
            rowsMemory += Plane.rowsMemory(header, components.get(i), blocks[i], mcusAcross, window);
        }
        if (rowsMemory > rowsMemory(size, window.scaled(), components.size())) {
            throw new Unusual();
        }
        List<Plane> planes = new ArrayList<>();
        for (int i = 0; i < blocks.length; i++) {
            planes.add(new Plane(header, components.get(i), blocks[i], mcusAcross, window));
        }
        Scan scan = new Scan(file, header.scanAt());
        int interval = header.restartInterval();
        int mcus = 0;
        for (int y = 0; y < mcusDown; y++) {
            Interruption.requireNotInterrupted();
            for (int x = 0; x < mcusAcross; x++) {
                if (interval > 0 && mcus > 0 && mcus % interval == 0) {
                    scan.restart(mcus / interval - 1);
                    planes.forEach(Plane::restart);
                }
                for (Plane plane : planes) {
                    plane.mcu(scan, x);
                }
                mcus++;
            }
            scan.requireWhole();
            planes.forEach(Plane::scaleStrip);
        }
        return planes.stream().map(Plane::samples).toList();
    }

    /** By how much sides can be divided so that at least what is asked for is left; as libvips does. */
    private static int shrink(ImageSize stored, ImageSize scaled) {
        int most = Math.min(stored.width() / scaled.width(), stored.height() / scaled.height());
        return Math.clamp(Integer.highestOneBit(most), 1, BLOCK);
    }

    /** A channel that has fewer samples is shrunk less, so that it has as many as the others on both sides, or more. */
    private static int block(BaselineHeader header, Component component, int ofLargest) {
        int block = ofLargest;
        while (block < BLOCK
                && (header.mostAcross() * ofLargest > component.across() * block
                        || header.mostDown() * ofLargest > component.down() * block)) {
            block *= 2;
        }
        return block;
    }
}
