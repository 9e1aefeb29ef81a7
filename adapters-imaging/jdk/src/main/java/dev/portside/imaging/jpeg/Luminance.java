package dev.portside.imaging.jpeg;

import dev.portside.imaging.scaling.Interruption;
import dev.portside.imaging.scaling.Pixels;
import java.util.List;

/** Luminance and two colour differences as JPEG has them (ITU-T T.871). */
final class Luminance {

    private static final int SAMPLES = 256;
    private static final int BITS = 16;
    private static final int HALF = 1 << (BITS - 1);

    private static final int[] RED_OF_RED = products(1.402);
    private static final int[] GREEN_OF_RED = products(-0.714_136_286);
    private static final int[] GREEN_OF_BLUE = products(-0.344_136_286);
    private static final int[] BLUE_OF_BLUE = products(1.772);

    private Luminance() {}

    private static int[] products(double factor) {
        int[] products = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            products[i] = (int) Math.round((i - SAMPLES / 2) * factor * (1 << BITS));
        }
        return products;
    }

    /** Red, green and blue of three planes: luminance, then how much bluer and how much redder than that. */
    static Pixels toColours(List<byte[]> planes, int width, int height) {
        byte[] luminance = planes.get(0);
        byte[] blues = planes.get(1);
        byte[] reds = planes.get(2);
        byte[] colours = new byte[Math.multiplyExact(luminance.length, 3)];
        for (int line = 0, i = 0, to = 0; line < height; line++) {
            Interruption.requireNotInterrupted();
            for (int end = i + width; i < end; i++, to += 3) {
                int y = ((luminance[i] & 0xFF) << BITS) + HALF;
                int blue = blues[i] & 0xFF;
                int red = reds[i] & 0xFF;
                colours[to] = sample(y + RED_OF_RED[red]);
                colours[to + 1] = sample(y + GREEN_OF_RED[red] + GREEN_OF_BLUE[blue]);
                colours[to + 2] = sample(y + BLUE_OF_BLUE[blue]);
            }
        }
        return new Pixels(colours, width, height, 3, false);
    }

    private static byte sample(int value) {
        return (byte) Math.min(Math.max(value >> BITS, 0), SAMPLES - 1);
    }
}
