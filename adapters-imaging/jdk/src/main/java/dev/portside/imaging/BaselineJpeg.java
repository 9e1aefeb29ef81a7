package dev.portside.imaging;

import dev.portside.domain.image.ImageHeader;
import dev.portside.domain.image.ImageSize;
import dev.portside.imaging.BaselineHeader.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decodes the kind of JPEG that nearly all are at an eighth, a quarter or a half of its size when that is enough: a picture
 * that becomes a third as wide and as high needs a quarter of the samples made. ImageIO can only make all of them. What is
 * unusual or broken is left to ImageIO.
 */
final class BaselineJpeg {

    private static final int BLOCK = InverseTransform.BLOCK;

    /** Rows of floats: what the scaler keeps, and a row of units. */
    private static final int ROWS = 64;

    private BaselineJpeg() {}

    /** The most that is taken beside the answer. */
    static long memory(ImageHeader header, ImageSize scaled) {
        return header.stored().width() * 3L * Float.BYTES * ROWS / shrink(header.stored(), scaled)
                + scaled.pixels() * header.channels();
    }

    /**
     * Decodes and scales.
     *
     * @return empty when it is a picture for ImageIO
     */
    static Optional<Pixels> decode(byte[] file, ImageSize size, Window window) {
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

    private static List<byte[]> decode(byte[] file, BaselineHeader header, Window window) throws Unusual {
        ImageSize size = header.size();
        int unitsAcross = Math.ceilDiv(size.width(), BLOCK * header.mostAcross());
        int unitsDown = Math.ceilDiv(size.height(), BLOCK * header.mostDown());
        List<Plane> planes = new ArrayList<>();
        for (Component component : header.components()) {
            int block = block(header, component, BLOCK / shrink(size, window.scaled()));
            planes.add(new Plane(header, component, block, unitsAcross, window));
        }
        Scan scan = new Scan(file, header.scanAt());
        int interval = header.restartInterval();
        int units = 0;
        for (int y = 0; y < unitsDown; y++) {
            JdkEngine.requireNotInterrupted();
            for (int x = 0; x < unitsAcross; x++) {
                if (interval > 0 && units > 0 && units % interval == 0) {
                    scan.restart(units / interval - 1);
                    planes.forEach(Plane::restart);
                }
                for (Plane plane : planes) {
                    plane.unit(scan, x);
                }
                units++;
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
