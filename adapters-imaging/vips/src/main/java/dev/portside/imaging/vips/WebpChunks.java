package dev.portside.imaging.vips;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** WebP files without profile and resolution, which libvips 8.14 writes even when its options forbid it. */
final class WebpChunks {

    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEAD = 8;
    private static final int FLAGS_AT = FIRST_CHUNK + CHUNK_HEAD;
    private static final int PROFILE_EXIF_AND_XMP = 0x2C;
    private static final Set<String> METADATA = Set.of("ICCP", "EXIF", "XMP ");

    private WebpChunks() {}

    /** Of a file that is sound, for it has just been written. */
    static byte[] withoutMetadata(byte[] webp) {
        ByteBuffer from = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream kept = new ByteArrayOutputStream(webp.length);
        kept.write(webp, 0, FIRST_CHUNK);
        boolean extended = false;
        for (int at = FIRST_CHUNK; at + CHUNK_HEAD <= webp.length; ) {
            int length = from.getInt(at + 4);
            int next = Math.min(webp.length, at + CHUNK_HEAD + length + (length & 1));
            String name = new String(webp, at, 4, StandardCharsets.ISO_8859_1);
            extended |= name.equals("VP8X");
            if (!METADATA.contains(name)) {
                kept.write(webp, at, next - at);
            }
            at = next;
        }
        byte[] file = kept.toByteArray();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - CHUNK_HEAD);
        if (extended) {
            file[FLAGS_AT] &= (byte) ~PROFILE_EXIF_AND_XMP;
        }
        return file;
    }
}
