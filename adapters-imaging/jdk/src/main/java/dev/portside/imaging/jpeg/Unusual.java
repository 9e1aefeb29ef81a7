package dev.portside.imaging.jpeg;

/** A JPEG that is broken, or written in a way that few are: then ImageIO decodes it, or says what is wrong with it. */
final class Unusual extends Exception {

    private static final long serialVersionUID = 1L;

    Unusual() {
        // It is caught where it is thrown, a few calls above.
        super(null, null, false, false);
    }
}
