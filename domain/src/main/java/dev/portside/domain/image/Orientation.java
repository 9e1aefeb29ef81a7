package dev.portside.domain.image;

/**
 * Turn of a stored image that makes it upright (the tag 0x0112 of EXIF): first its rows become columns when it
 * is transposed, then it is mirrored.
 */
public enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    MIRRORED_UPSIDE_DOWN(false, false, true),
    TRANSPOSED(true, false, false),
    TURNED_RIGHT(true, true, false),
    TRANSVERSED(true, true, true),
    TURNED_LEFT(true, false, true);

    private final boolean transposed;
    private final boolean leftToRight;
    private final boolean topToBottom;

    Orientation(boolean transposed, boolean leftToRight, boolean topToBottom) {
        this.transposed = transposed;
        this.leftToRight = leftToRight;
        this.topToBottom = topToBottom;
    }

    /** Of the number in EXIF; upright for all but 1 to 8, as everyone else sees such images. */
    public static Orientation ofExif(int number) {
        return number >= 1 && number <= values().length ? values()[number - 1] : UPRIGHT;
    }

    public boolean transposed() {
        return transposed;
    }

    /** Returns whether left becomes right, after transposing. */
    public boolean leftToRight() {
        return leftToRight;
    }

    /** Returns whether top becomes bottom, after transposing. */
    public boolean topToBottom() {
        return topToBottom;
    }

    /** The size upright of one that is stored in this size, and the other way round. */
    public ImageSize turn(ImageSize size) {
        return transposed ? size.turned() : size;
    }
}
