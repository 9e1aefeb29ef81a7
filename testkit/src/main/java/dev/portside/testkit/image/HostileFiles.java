package dev.portside.testkit.image;

import dev.portside.domain.image.ImageFormat;
import dev.portside.domain.image.ImageLimits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;

/** Files of attackers and of full disks: decompression bombs, broken files, files in disguise. */
public final class HostileFiles {

    /** Nearly as many pixels as are allowed, and few bytes to back them. */
    private static final int LARGE_SIDE = 7_000;

    private static final int BOMB_BYTES = 100_000;
    private static final int FRAMES = 10_000;

    /** Each takes a few dozen bytes of a thread's stack at least, and there is a megabyte or two of that. */
    private static final int FRAMES_IN_FRAMES = 200_000;

    /** What a frame of a WebP begins with: the head of its chunk, its place and its size. */
    private static final int FRAME_BEGIN = 24;

    private static final byte[] SCRIPT = "PK\3\4<script>alert(1)</script>".getBytes(StandardCharsets.ISO_8859_1);

    private HostileFiles() {}

    /** Files that are to be refused, by what they are. */
    public static Map<String, byte[]> refused() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[] png = TestImages.file(64, 64, ImageFormat.PNG);
        byte[] jpeg = TestImages.file(64, 64, ImageFormat.JPEG);
        files.put("a PNG of 100 kB and 50,000 × 50,000 pixels", bomb(50_000));
        files.put("a PNG of " + LARGE_SIDE + " × " + LARGE_SIDE + " pixels that are not there", resized(png));
        files.put("a JPEG whose pixels are not there", resizedJpeg(jpeg));
        files.put(
                "a progressive JPEG whose pixels are not there",
                resizedJpeg(
                        Samples.inPasses(TestImages.corners(64, 64, BufferedImage.TYPE_INT_RGB), ImageFormat.JPEG)));
        files.put("a GIF whose pixels are not there", resizedGif(TestImages.file(64, 64, ImageFormat.GIF)));
        files.put("a lossy WebP whose pixels are not there", resizedWebp(Samples.webp("lossy")));
        files.put("a lossless WebP whose million pixels are not there", resizedLossless(Samples.webp("lossless")));
        for (String kind : new String[] {"lossy", "lossless"}) {
            files.put("half of a " + kind + " WebP that says it is whole", half(Samples.webp(kind)));
        }
        files.put("a WebP of frames within frames", nested(FRAMES_IN_FRAMES));
        files.put("a JPEG of 40 scans", scans(jpeg, 40));
        files.put("nothing", new byte[0]);
        files.put("zeros", new byte[BOMB_BYTES]);
        files.put("the begin of a PNG before a JPEG", TestImages.insert(jpeg, 0, Arrays.copyOf(png, 8)));
        files.put(
                "the begin of a GIF before a PNG",
                TestImages.insert(png, 0, "GIF89a".getBytes(StandardCharsets.ISO_8859_1)));
        files.put(
                "a PDF with an image in it",
                TestImages.insert(jpeg, 0, "%PDF-1.7\n".getBytes(StandardCharsets.ISO_8859_1)));
        files.put("a page of the web that ends as an image", TestImages.insert(png, 0, SCRIPT));
        files.putAll(BrokenPngs.all());
        files.putAll(shredded(jpeg, png, TestImages.file(64, 64, ImageFormat.GIF)));
        return files;
    }

    /** As large as is allowed, and all of it the smallest parts that there are: a note of each takes more than the part. */
    private static Map<String, byte[]> shredded(byte[] jpeg, byte[] png, byte[] gif) {
        byte[] table = {(byte) 0xFF, (byte) 0xC4, 0, 2};
        byte[] comment = {(byte) 0xFF, (byte) 0xFE, 0, 2};
        byte[] data = TestImages.chunk("IDAT", new byte[0]);
        byte[] text = TestImages.chunk("tEXt", new byte[0]);
        byte[] control = {0x21, (byte) 0xF9, 4, 0, 0, 0, 0, 0};
        byte[] remark = {0x21, (byte) 0xFE, 0};
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a JPEG of nothing but empty tables", repeated(jpeg, 2, table));
        files.put("a JPEG of empty tables and comments", repeated(jpeg, 2, table, comment));
        files.put("a PNG of nothing but empty data", repeated(png, 33, data));
        files.put("a PNG of empty data and texts", repeated(png, 33, data, text));
        files.put("a GIF of nothing but controls", repeated(gif, firstFrame(gif), control));
        files.put("a GIF of controls and comments", repeated(gif, firstFrame(gif), control, remark));
        return files;
    }

    /** The begin of a file, and then the same parts until no more may come. */
    private static byte[] repeated(byte[] file, int end, byte[]... parts) {
        ByteBuffer more = ByteBuffer.allocate(ImageLimits.DEFAULT.bytes()).put(file, 0, end);
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        while (more.remaining() >= length) {
            for (byte[] part : parts) {
                more.put(part);
            }
        }
        return Arrays.copyOf(more.array(), more.position());
    }

    /** Files that look as if they were of that kind, and are images all the same. */
    public static Map<String, byte[]> shown() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a GIF of 10,000 frames", film());
        files.put("a WebP that says it moves and does not", moving());
        files.put("a WebP of 28 bytes and 250,000 pixels", plain(500));
        Samples.all()
                .forEach((name, file) ->
                        files.put(name + " with a script behind it", TestImages.insert(file, file.length, SCRIPT)));
        return files;
    }

    /** As much of this file as these bytes, for each tenth of them: what is left when a transfer breaks off. */
    public static Map<String, byte[]> cut(String name, byte[] file) {
        Map<String, byte[]> cut = new LinkedHashMap<>();
        for (int length = 0; length < file.length; length += 10) {
            cut.put("%s of %,d bytes cut to %,d".formatted(name, file.length, length), Arrays.copyOf(file, length));
        }
        return cut;
    }

    /** Zeros, deflated, a thousand of them in a byte. */
    private static byte[] bomb(int side) {
        Deflater deflater = new Deflater();
        byte[] zeros = new byte[1 << 20];
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        byte[] some = new byte[8_192];
        while (data.size() < BOMB_BYTES) {
            if (deflater.needsInput()) {
                deflater.setInput(zeros);
            }
            data.write(some, 0, deflater.deflate(some));
        }
        deflater.end();
        byte[] header = Arrays.copyOf(TestImages.file(1, 1, ImageFormat.PNG), 33);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(TestImages.resizedHeader(header, side, side));
        png.writeBytes(TestImages.chunk("IDAT", data.toByteArray()));
        png.writeBytes(TestImages.chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    private static byte[] resized(byte[] png) {
        return TestImages.resizedHeader(png, LARGE_SIDE, LARGE_SIDE);
    }

    private static byte[] resizedJpeg(byte[] jpeg) {
        byte[] changed = jpeg.clone();
        int frame = 2;
        while ((changed[frame + 1] & 0xFC) != 0xC0 || changed[frame + 1] == (byte) 0xC4) {
            frame += 2 + ByteBuffer.wrap(changed).getShort(frame + 2);
        }
        ByteBuffer.wrap(changed).putShort(frame + 5, (short) LARGE_SIDE).putShort(frame + 7, (short) LARGE_SIDE);
        return changed;
    }

    private static byte[] resizedGif(byte[] gif) {
        byte[] changed = gif.clone();
        ByteBuffer buffer = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        int frame = firstFrame(gif);
        for (int at : new int[] {6, 8, frame + 5, frame + 7}) {
            buffer.putShort(at, (short) LARGE_SIDE);
        }
        return changed;
    }

    private static byte[] resizedWebp(byte[] webp) {
        byte[] changed = Samples.simple(webp);
        ByteBuffer.wrap(changed)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(26, (short) LARGE_SIDE)
                .putShort(28, (short) LARGE_SIDE);
        return changed;
    }

    /** No more than a million, for it may be all of one colour until it is decoded. */
    private static byte[] resizedLossless(byte[] webp) {
        byte[] changed = Samples.simple(webp);
        int sides = 999 << 14 | 999;
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(21, sides);
        return changed;
    }

    private static byte[] half(byte[] webp) {
        byte[] half = Arrays.copyOf(Samples.simple(webp), webp.length / 4 * 2);
        ByteBuffer.wrap(half)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(4, half.length - 8)
                .putInt(16, half.length - 20);
        return half;
    }

    /** Lossless, and of one colour: each code has one symbol, and takes no bits. */
    private static byte[] plain(int side) {
        return ByteBuffer.allocate(28)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF\24\0\0\0WEBPVP8L\10\0\0\0/".getBytes(StandardCharsets.ISO_8859_1))
                .putInt((side - 1) << 14 | (side - 1))
                .put(new byte[] {(byte) 0x88, (byte) 0x88, 0x08})
                .array();
    }

    /** Nothing but begins of frames, each of which says that all that follows is in it. */
    private static byte[] nested(int depth) {
        ByteBuffer file = ByteBuffer.allocate(12 + depth * FRAME_BEGIN)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(4 + depth * FRAME_BEGIN)
                .put("WEBP".getBytes(StandardCharsets.ISO_8859_1));
        for (int left = depth - 1; left >= 0; left--) {
            file.put("ANMF".getBytes(StandardCharsets.ISO_8859_1))
                    .putInt(FRAME_BEGIN - 8 + left * FRAME_BEGIN)
                    .put(new byte[FRAME_BEGIN - 8]);
        }
        return file.array();
    }

    private static byte[] moving() {
        byte[] still = Samples.webp("lossless");
        byte[] animation = "ANIM\6\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] moving = TestImages.insert(still, 30, animation);
        ByteBuffer.wrap(moving).order(ByteOrder.LITTLE_ENDIAN).putInt(4, moving.length - 8);
        return moving;
    }

    /** The same scan again and again. */
    static byte[] scans(byte[] jpeg, int count) {
        int scan = 0;
        while (jpeg[scan] != (byte) 0xFF || jpeg[scan + 1] != (byte) 0xDA) {
            scan++;
        }
        byte[] more = jpeg;
        for (int i = 1; i < count; i++) {
            more = TestImages.insert(more, scan, Arrays.copyOfRange(jpeg, scan, jpeg.length - 2));
        }
        return more;
    }

    private static byte[] film() {
        byte[] gif = TestImages.file(30, 20, ImageFormat.GIF);
        int end = gif.length - 1;
        int frame = firstFrame(gif);
        ByteArrayOutputStream film = new ByteArrayOutputStream();
        film.write(gif, 0, end);
        for (int i = 1; i < FRAMES; i++) {
            film.write(gif, frame, end - frame);
        }
        film.write(gif, end, 1);
        if (film.size() > ImageLimits.DEFAULT.bytes()) {
            throw new IllegalStateException("Ten thousand frames no longer fit: " + film.size());
        }
        return film.toByteArray();
    }

    /** Behind the palette of the screen and what the JDK writes before a frame. */
    private static int firstFrame(byte[] gif) {
        int at = 13 + ((gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1));
        while (gif[at] == 0x21) {
            at += 2;
            while (gif[at] != 0) {
                at += 1 + (gif[at] & 0xFF);
            }
            at++;
        }
        return at;
    }
}
