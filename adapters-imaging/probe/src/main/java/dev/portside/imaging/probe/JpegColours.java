package dev.portside.imaging.probe;

import java.nio.charset.StandardCharsets;

/**
 * Meaning of the channels of a JPEG: luminance and two differences, or colours, or inks. Files leave it out or contradict themselves,
 * and decoders guess differently. The rules here are those of libjpeg and browsers, and are written into the file so that no decoder has to guess.
 */
final class JpegColours {

    /** A segment of JFIF 1.1 without a density and a thumbnail (ITU-T T.871). */
    private static final String JFIF = "\u00FF\u00E0\0\20JFIF\0\1\1\0\0\1\0\1\0\0";

    /** A segment of Adobe's (technical note 5116), but for the last byte. */
    private static final String ADOBE = "\u00FF\u00EE\0\16Adobe\0\144\0\0\0\0";

    /** Without a thumbnail, its marker included. */
    private static final int JFIF_LENGTH = 18;

    private static final int JFIF_LEAST = 16;
    private static final int ADOBE_LEAST = 16;
    private static final int TRANSFORM_AT = 15;

    private static final int NONE = -1;
    private static final int LUMINANCE = 1;
    private static final int INKS_AS_LUMINANCE = 2;

    private boolean jfif;
    private int jfifAt = NONE;
    private int adobeAt = NONE;
    private int adobeEnd;
    private int transform = NONE;
    private String names = "";

    void jfif(Bytes bytes, int at, int end) {
        if (bytes.has(at + 4, "JFIF\0") && end - at >= JFIF_LEAST) {
            jfif = true;
            if (end - at == JFIF_LENGTH) {
                jfifAt = at;
            }
        }
    }

    /** Of several, the last one holds. */
    void adobe(Bytes bytes, int at, int end) {
        if (bytes.has(at + 4, "Adobe") && end - at >= ADOBE_LEAST) {
            adobeAt = at;
            adobeEnd = end;
            transform = bytes.u8(at + TRANSFORM_AT);
        }
    }

    /** What the frame calls its channels. */
    void components(Bytes bytes, int at, int count) {
        StringBuilder read = new StringBuilder();
        for (int i = 0; i < count; i++) {
            read.append((char) bytes.u8(at + 3 * i));
        }
        names = read.toString();
    }

    /** Keeps the segments that say it, or puts others in their place. */
    void write(Bytes bytes, int channels, ProbedFile.Parts parts) {
        switch (channels) {
            case 1 -> keepJfif(parts);
            case 3 -> {
                if (jfif) {
                    keepJfif(parts);
                } else if (transform == 0 || transform == LUMINANCE) {
                    parts.head(adobeAt, adobeEnd);
                } else if (transform == NONE && names.equals("RGB")) {
                    parts.insert(adobe(0));
                } else if (transform != NONE || !names.equals("\1\2\3")) {
                    parts.insert(JFIF.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            default -> {
                if (transform == 0 || transform == INKS_AS_LUMINANCE) {
                    parts.head(adobeAt, adobeEnd);
                } else if (transform != NONE) {
                    parts.insert(adobe(INKS_AS_LUMINANCE));
                }
            }
        }
    }

    private void keepJfif(ProbedFile.Parts parts) {
        if (jfifAt != NONE) {
            parts.head(jfifAt, jfifAt + JFIF_LENGTH);
        } else if (jfif) {
            parts.insert(JFIF.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static byte[] adobe(int transform) {
        return (ADOBE + (char) transform).getBytes(StandardCharsets.ISO_8859_1);
    }
}
