package dev.portside.imaging.probe;

import dev.portside.domain.image.Orientation;

/** Reader of the orientation in EXIF data, which is a TIFF file without an image (CIPA DC-008, 4.5). */
final class ExifOrientation {

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY_LENGTH = 12;
    /** The first directory has some twenty entries. */
    private static final int MAX_ENTRIES = 512;

    private ExifOrientation() {}

    /** Upright when the data is broken or does not say: an image is not refused for its metadata. */
    static Orientation of(Bytes tiff) {
        try {
            return read(tiff);
        } catch (HeaderRefused broken) {
            return Orientation.UPRIGHT;
        }
    }

    private static Orientation read(Bytes tiff) {
        boolean little = tiff.has(0, "II*\0");
        if (!little && !tiff.has(0, "MM\0*")) {
            return Orientation.UPRIGHT;
        }
        long directory = little ? tiff.u32le(4) : tiff.u32(4);
        tiff.require(directory, 2);
        int first = (int) directory;
        int entries = Math.min(MAX_ENTRIES, u16(tiff, little, first));
        for (int i = 0; i < entries; i++) {
            int entry = first + 2 + i * ENTRY_LENGTH;
            if (u16(tiff, little, entry) == TAG && u16(tiff, little, entry + 2) == SHORT) {
                return Orientation.ofExif(u16(tiff, little, entry + 8));
            }
        }
        return Orientation.UPRIGHT;
    }

    private static int u16(Bytes tiff, boolean little, int at) {
        return little ? tiff.u16le(at) : tiff.u16(at);
    }
}
