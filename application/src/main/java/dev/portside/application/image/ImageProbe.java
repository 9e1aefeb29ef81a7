package dev.portside.application.image;

/** Tells what a picture is without decoding it. Safe for use by many threads. */
public interface ImageProbe {

    /**
     * Reads what the bytes say of themselves, in a time that is bounded by their number. A picture that is told to be one
     * may still turn out to be broken when it is decoded.
     *
     * @param image any bytes, none of which is changed; must not be changed as long as the answer is used
     */
    ProbeResult probe(byte[] image);
}
