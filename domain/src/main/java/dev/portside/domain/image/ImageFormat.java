package dev.portside.domain.image;

import java.util.Locale;

/** File format of an image. All of them are read; GIF and BMP are not written. */
public enum ImageFormat {
    JPEG(true, false),
    PNG(true, true),
    GIF(false, true),
    WEBP(true, true),
    BMP(false, false);

    private final boolean written;
    private final boolean transparent;

    ImageFormat(boolean written, boolean transparent) {
        this.written = written;
        this.transparent = transparent;
    }

    /** Returns whether an image can be asked for in this format. */
    public boolean written() {
        return written;
    }

    /** Returns whether parts of an image of this format can be transparent. */
    public boolean transparent() {
        return transparent;
    }

    /** As it stands in {@code Content-Type}. */
    public String mediaType() {
        return "image/" + name().toLowerCase(Locale.ROOT);
    }
}
