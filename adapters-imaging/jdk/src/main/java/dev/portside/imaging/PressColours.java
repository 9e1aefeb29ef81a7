package dev.portside.imaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Colours of inks that the file does not name: between 6,561 that libvips makes with its profile of a usual press, nine
 * amounts of each ink from none to all. {@code WritePressColours} in the tests of the libvips engine wrote them; what lies between
 * is 45 dB from what libvips makes of it.
 */
final class PressColours {

    private static final int INKS = 4;
    private static final int MOST = 255;
    private static final int AMOUNTS = 9;

    /** Red, green and blue; the amount of cyan counts most for the place, that of black least. */
    private static final byte[] COLOURS = read();

    private PressColours() {}

    /** Writes red, green and blue of four inks, cyan, magenta, yellow and black, each from 0 to 255. */
    static void write(byte[] inks, int from, byte[] to, int at) {
        float red = 0;
        float green = 0;
        float blue = 0;
        for (int corner = 0; corner < 1 << INKS; corner++) {
            float share = 1;
            int place = 0;
            for (int ink = 0; ink < INKS; ink++) {
                float amount = (inks[from + ink] & 0xFF) * (AMOUNTS - 1) / (float) MOST;
                int below = Math.min((int) amount, AMOUNTS - 2);
                int upper = corner >> ink & 1;
                share *= upper == 1 ? amount - below : 1 - amount + below;
                place = place * AMOUNTS + below + upper;
            }
            red += share * (COLOURS[3 * place] & 0xFF);
            green += share * (COLOURS[3 * place + 1] & 0xFF);
            blue += share * (COLOURS[3 * place + 2] & 0xFF);
        }
        to[at] = sample(red);
        to[at + 1] = sample(green);
        to[at + 2] = sample(blue);
    }

    private static byte sample(float value) {
        return (byte) Math.clamp(Math.round(value), 0, MOST);
    }

    private static byte[] read() {
        try (InputStream file = PressColours.class.getResourceAsStream("press-colours.bin")) {
            if (file == null) {
                throw new IllegalStateException("press-colours.bin is missing beside PressColours");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
