package dev.portside.testkit.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;

/**
 * Each way in which a PNG is broken in PngSuite, the collection of Willem van Schaik that decoders are tried with, made
 * anew from what it says about its files whose names begin with x.
 */
final class BrokenPngs {

    private static final String SIGNATURE = "\u0089PNG\r\n\32\n";
    private static final int SIDE = 32;
    private static final int GREY = 0;
    private static final int COLOURS = 2;
    private static final int HEADER_SUM_AT = 29;

    private BrokenPngs() {}

    static Map<String, byte[]> all() {
        Map<String, byte[]> broken = new LinkedHashMap<>();
        broken.put("xs1: the first byte has lost its highest bit", signed("\tPNG\r\n\32\n"));
        broken.put("xs2: the second is a Q", signed("\u0089QNG\r\n\32\n"));
        broken.put("xs4: the fourth is small", signed("\u0089PNg\r\n\32\n"));
        broken.put("xs7: the seventh is a space", signed("\u0089PNG\r\n \n"));
        broken.put("xcr: carriage returns were added", lineEnds(text -> text.replace("\n", "\r\n")));
        broken.put("xlf: line feeds were added", lineEnds(text -> text.replace("\r", "\r\n")));
        broken.put("xlf: carriage returns were removed", lineEnds(text -> text.replace("\r\n", "\n")));
        broken.put("xhd: the sum of the header is wrong", wrongSum(HEADER_SUM_AT));
        broken.put("xdt: there is no IDAT", png(SIGNATURE, 1, GREY, new byte[0]));
        byte[] sound = png(SIGNATURE, 1, GREY, pixels(1, 1));
        broken.put("xcs: the sum of IDAT is wrong", wrongSum(sound.length - 16));
        broken.put("xc1: colours of type 1", png(SIGNATURE, 8, 1, pixels(8, 1)));
        broken.put("xc9: colours of type 9", png(SIGNATURE, 8, 9, pixels(8, 3)));
        for (int depth : new int[] {0, 3, 99}) {
            broken.put("xd" + depth + ": samples of " + depth + " bits", png(SIGNATURE, depth, COLOURS, pixels(8, 3)));
        }
        return broken;
    }

    /** One that is sound, so that it is known that the rest is broken by what it is said to be broken by. */
    static byte[] sound() {
        return png(SIGNATURE, 8, COLOURS, pixels(8, 3));
    }

    private static byte[] signed(String signature) {
        return png(signature, 1, GREY, pixels(1, 1));
    }

    /** As a transfer that takes it for text does. */
    private static byte[] lineEnds(UnaryOperator<String> change) {
        String file = new String(png(SIGNATURE, 4, GREY, pixels(4, 1)), StandardCharsets.ISO_8859_1);
        return change.apply(file).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] wrongSum(int at) {
        byte[] png = png(SIGNATURE, 1, GREY, pixels(1, 1));
        png[at] ^= 1;
        return png;
    }

    private static byte[] png(String signature, int depth, int colour, byte[] data) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(signature.getBytes(StandardCharsets.ISO_8859_1));
        png.writeBytes(TestImages.chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(SIDE)
                        .putInt(SIDE)
                        .put((byte) depth)
                        .put((byte) colour)
                        .array()));
        if (data.length > 0) {
            png.writeBytes(TestImages.chunk("IDAT", data));
        }
        png.writeBytes(TestImages.chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    private static byte[] pixels(int depth, int samples) {
        byte[] rows = new byte[(1 + SIDE * depth * samples / 8) * SIDE];
        for (int i = 0; i < rows.length; i++) {
            boolean filter = i % (rows.length / SIDE) == 0;
            rows[i] = (byte) (filter ? 0 : i * 37);
        }
        byte[] deflated = new byte[rows.length + 100];
        Deflater deflater = new Deflater();
        deflater.setInput(rows);
        deflater.finish();
        int length = deflater.deflate(deflated);
        deflater.end();
        return Arrays.copyOf(deflated, length);
    }
}
