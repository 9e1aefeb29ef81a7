package dev.portside.imaging;

/**
 * What inks look like when nobody says which ones they are: between the sixteen ways of printing each fully or not at all,
 * by how much of each there is. The sixteen were fitted to 6,561 colours that libvips makes with its profile of a usual
 * press (35 dB).
 */
final class PressColours {

    private static final int INKS = 4;
    private static final int MOST = 255;

    /** Paper first; then with 1 for cyan, 2 for magenta, 4 for yellow and 8 for black added up. Some are beyond sRGB. */
    private static final float[] RED = {
        255, -50.7f, 242.9f, 34.5f, 277.4f, -11.9f, 234.6f, 55.4f, 46.8f, 14.8f, 42.5f, 25.9f, 45.4f, 23.6f, 41.8f,
        28.7f
    };

    private static final float[] GREEN = {
        255, 158.5f, 47, 46.2f, 228.9f, 144.4f, 45.5f, 44.2f, 41.5f, 37.4f, 28.5f, 25.2f, 41, 34, 27.7f, 28.8f
    };

    private static final float[] BLUE = {
        255, 222.8f, 133, 125.4f, 31.4f, 71.3f, 50.8f, 54.9f, 43, 45.6f, 41.8f, 39.6f, 41, 36.5f, 35.9f, 39.7f
    };

    private PressColours() {}

    /** Writes red, green and blue of four inks, cyan, magenta, yellow and black, each from 0 to 255. */
    static void write(byte[] inks, int from, byte[] to, int at) {
        float red = 0;
        float green = 0;
        float blue = 0;
        for (int printed = 0; printed < RED.length; printed++) {
            float share = 1;
            for (int ink = 0; ink < INKS; ink++) {
                float amount = (inks[from + ink] & 0xFF) / (float) MOST;
                share *= (printed >> ink & 1) == 1 ? amount : 1 - amount;
            }
            red += share * RED[printed];
            green += share * GREEN[printed];
            blue += share * BLUE[printed];
        }
        to[at] = sample(red);
        to[at + 1] = sample(green);
        to[at + 2] = sample(blue);
    }

    private static byte sample(float value) {
        return (byte) Math.clamp(Math.round(value), 0, MOST);
    }
}
