package dev.portside.imaging.probe;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.portside.application.image.ImageFile;
import dev.portside.application.image.ImageProbe;
import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageLimits;
import dev.portside.testkit.image.TestImages;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Header probing never throws, whatever it reads, and each file that it accepts keeps its promises. */
class HeaderFuzzTest {

    /** A second or two. */
    private static final int RUNS = 50_000;

    private static final int[] NOTABLE = {0, 1, 0x7F, 0x80, 0xFE, 0xFF};

    private final HeaderProbe probe = new HeaderProbe();
    private final Random random = new Random(5);

    @Test
    void any_bytes_are_answered() {
        List<byte[]> seeds = seeds();
        for (int run = 0; run < RUNS; run++) {
            byte[] mutant = mutant(seeds.get(random.nextInt(seeds.size())));
            ImageProbe.Result result = probe.probe(mutant, ImageLimits.DEFAULT);
            assertNotNull(result);
            if (result instanceof ImageFile file) {
                HeaderPromises.assertKept(file, mutant.length);
            }
        }
    }

    private byte[] mutant(byte[] seed) {
        byte[] mutant = seed.clone();
        for (int k = random.nextInt(6); k >= 0; k--) {
            if (mutant.length < 2) {
                return mutant;
            }
            int at = random.nextInt(random.nextBoolean() ? Math.min(64, mutant.length) : mutant.length);
            switch (random.nextInt(5)) {
                case 0 -> mutant[at] = (byte) random.nextInt(256);
                case 1 -> mutant[at] = (byte) NOTABLE[random.nextInt(NOTABLE.length)];
                case 2 -> mutant = Arrays.copyOf(mutant, at);
                case 3 -> mutant = TestImages.insert(mutant, at, Arrays.copyOfRange(mutant, at / 2, at));
                default -> mutant[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return random.nextInt(3) == 0 ? withSums(mutant) : mutant;
    }

    /** Without right sums no change of a PNG would get far. */
    private static byte[] withSums(byte[] png) {
        ByteBuffer buffer = ByteBuffer.wrap(png);
        int at = 8;
        while (at + 12 <= png.length) {
            long end = at + 12L + (buffer.getInt(at) & 0xFFFF_FFFFL);
            if (end > png.length) {
                return png;
            }
            CRC32 sum = new CRC32();
            sum.update(png, at + 4, (int) end - at - 8);
            buffer.putInt((int) end - 4, (int) sum.getValue());
            at = (int) end;
        }
        return png;
    }

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (ImageFormat format : List.of(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.GIF, ImageFormat.BMP)) {
            seeds.add(TestImages.file(20, 15, format));
        }
        byte[] jpeg = seeds.getFirst();
        seeds.add(TestImages.withOrientation(jpeg, 6));
        byte[] png = seeds.get(1);
        seeds.add(TestImages.withChunk(
                png, "eXIf", "II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0\6\0\0\0".getBytes(StandardCharsets.ISO_8859_1)));
        seeds.add(TestImages.withChunk(png, "iCCP", "p\0\0x\u009C\3\0\0\0\0\1".getBytes(StandardCharsets.ISO_8859_1)));
        seeds.add("RIFF\32\0\0\0WEBPVP8L\r\0\0\0/\2\0\0\0\1\2\3\4\5\6\7\10\0".getBytes(StandardCharsets.ISO_8859_1));
        seeds.add(
                "RIFF\60\0\0\0WEBPVP8X\12\0\0\0\20\0\0\0\7\0\0\7\0\0VP8 \12\0\0\0\0\0\0\u009D\1*\10\0\10\0ICCP\0\0\0\0EXIF"
                        .getBytes(StandardCharsets.ISO_8859_1));
        return seeds;
    }
}
